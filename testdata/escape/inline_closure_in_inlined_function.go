package p

func adder(x int) func(int) int { return func(y int) int { return x + y } }

func f() int { return adder(1)(2) }
