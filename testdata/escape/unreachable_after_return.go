package p

func f() int {
	return 1
	x := new(int)
	return *x
}
