package p

func f(p *int, n int) *int {
	if n == 0 {
		return p
	}
	return g(p, n-1)
}
func g(p *int, n int) *int { return f(p, n) }
