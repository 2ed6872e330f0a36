package p

func f() int {
	x := 1
	g := func(n int) int { return x + n }
	return g(2)
}
