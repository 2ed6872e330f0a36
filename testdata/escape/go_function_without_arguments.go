package p

func work() {}

func f() { go work() }
