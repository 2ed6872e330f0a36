package p

func f(p *int, n int) *int {
	if n == 0 {
		return p
	}
	return f(p, n-1)
}
