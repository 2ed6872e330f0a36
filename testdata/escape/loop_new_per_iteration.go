package p

func f() {
	var p *int
	for {
		p = new(int)
	}
	_ = p
}
