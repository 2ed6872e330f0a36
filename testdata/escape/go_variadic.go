package p

func work(xs ...int) {}

func f() { go work(1, 2, 3) }
