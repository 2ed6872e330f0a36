package p

func done() {}

func f() { defer done() }
