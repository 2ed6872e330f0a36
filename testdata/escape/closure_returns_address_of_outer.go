package p

func f() int {
	x := 1
	return *(func() *int { return &x }())
}
