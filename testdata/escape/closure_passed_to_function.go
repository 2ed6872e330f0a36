package p

func apply(f func(int) int, x int) int { return f(x) }

func f(y int) int {
	return apply(func(x int) int { return x + y }, 1)
}
