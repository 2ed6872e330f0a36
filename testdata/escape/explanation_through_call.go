package p

func id(p *int) *int { return p }

var g *int

//go:noinline
func keep(p *int) { g = p }

func f() {
	x := 1
	keep(id(&x))
}
