package p

func f() int {
	p := new(int)
	*p = 1
	return *p
}
