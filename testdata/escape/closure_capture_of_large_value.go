package p

type big [17]int

func f(b big) func() int {
	return func() int { return b[0] }
}
func g(b [16]int) func() int {
	return func() int { return b[0] }
}
