package p

func f() *int {
	x, y := 1, 2
	s := []*int{&x, &y}
	return s[0]
}
