package p

func f(a, b *int, c bool) *int {
	r := a
	if c {
		r = b
	}
	return r
}
