package p

func f(x int) int {
	g := func(y int) int { return x * y }
	return g(1) + g(2)
}
