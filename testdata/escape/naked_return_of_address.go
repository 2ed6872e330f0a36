package p

func f() (p *int) {
	x := 1
	p = &x
	return
}
