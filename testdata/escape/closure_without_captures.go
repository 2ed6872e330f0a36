package p

func f() func(int) int { return func(x int) int { return x + 1 } }
