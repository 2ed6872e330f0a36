package p

func f(b bool) {
	var p *int
	x := 1
	if b {
		goto end
	}
	p = &x
end:
	_ = p
}
