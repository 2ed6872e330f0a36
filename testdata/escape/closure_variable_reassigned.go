package p

func f(b bool) int {
	x := 1
	g := func(n int) int { return x + n }
	if b {
		g = func(n int) int { return x - n }
	}
	return g(2)
}
