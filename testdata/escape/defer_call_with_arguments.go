package p

func done(p *int, n int) {}

func f() {
	x := 1
	defer done(&x, x)
}
