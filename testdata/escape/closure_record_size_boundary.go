package p

type A [8191]int

func f() int {
	var a A
	g := func() int { return a[1] }
	return g()
}
