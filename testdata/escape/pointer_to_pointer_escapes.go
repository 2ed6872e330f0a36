package p

func f() **int {
	x := 1
	p := &x
	return &p
}
