package p

func f(s string, m map[string]*int, c chan *int) (r *int) {
	for range s {
	}
	for _, v := range m {
		r = v
	}
	for v := range c {
		r = v
	}
	return
}
