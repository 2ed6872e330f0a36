package p

func inc(x int) int { return x + 1 }

func f() int {
	g := inc
	return g(1)
}
func h(b bool) int {
	g := inc
	if b {
		g = nil
	}
	return g(1)
}
