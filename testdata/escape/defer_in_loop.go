package p

func done(p *int) {}

func f() {
	for i := 0; i < 3; i++ {
		x := i
		defer done(&x)
	}
}
