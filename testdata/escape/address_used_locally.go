package p

func f() int {
	x := 1
	p := &x
	*p = 2
	return x
}
