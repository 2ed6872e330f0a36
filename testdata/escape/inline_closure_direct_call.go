package p

func f(x int) int {
	return func(y int) int { return x + y }(2)
}
