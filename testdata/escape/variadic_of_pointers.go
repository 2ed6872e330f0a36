package p

func first(ps ...*int) *int { return ps[0] }

func f() int {
	x, y := 1, 2
	return *first(&x, &y)
}
func g() *int {
	x, y := 1, 2
	return first(&x, &y)
}
