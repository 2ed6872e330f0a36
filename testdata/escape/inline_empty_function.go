package p

func nop() {}

func f() { nop() }
