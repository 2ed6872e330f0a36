package p

func divmod(a, b int) (q, r int) {
	q = a / b
	r = a % b
	return
}
func f() int {
	q, r := divmod(7, 2)
	return q + r
}
