package p

func f() func() func() int {
	x := 1
	return func() func() int {
		y := x
		return func() int { x++; return x + y }
	}
}
