package p

func id(p *int) *int { return p }

func f() int {
	x := 1
	g := id
	return *g(&x)
}
