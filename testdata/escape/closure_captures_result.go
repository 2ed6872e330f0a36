package p

func f() (r int) {
	defer func() { r = 2 }()
	return 1
}
