package p

var g *int

type T struct{ p *int }

func f() {
	x := 1
	p := &x
	t := T{p}
	u := &t
	q := u.p
	g = q
}
