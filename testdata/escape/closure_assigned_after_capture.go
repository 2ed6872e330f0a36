package p

func f() func() int {
	x := 1
	g := func() int { return x }
	x = 2
	return g
}
