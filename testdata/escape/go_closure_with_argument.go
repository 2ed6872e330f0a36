package p

func f() {
	x := 1
	go func(p *int) { *p++ }(&x)
}
