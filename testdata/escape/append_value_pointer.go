package p

func f(s []*int) []*int {
	x := 1
	return append(s, &x)
}
