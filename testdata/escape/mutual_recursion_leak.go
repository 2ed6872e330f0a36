package p

var sink *int

func f(p, q *int, n int) {
	if n > 0 {
		g(q, p, n-1)
	}
}
func g(p, q *int, n int) {
	sink = p
	f(p, q, n)
}
