package p

//go:noinline
func f(x int) int { return x + 1 }

func g() int { return f(2) }
