package p

var g *int

func f() (n int) {
	g = &n
	return 1
}
