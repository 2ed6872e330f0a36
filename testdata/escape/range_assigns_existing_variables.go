package p

func f(s []*int) *int {
	var k int
	var v *int
	for k, v = range s {
		_ = k
	}
	return v
}
