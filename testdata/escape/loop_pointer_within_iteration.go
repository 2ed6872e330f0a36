package p

func f() (n int) {
	for i := 0; i < 3; i++ {
		x := i
		p := &x
		n += *p
	}
	return
}
