package p

func f(s []int) []int   { return s[1:] }
func g(s string) string { return s[1:2] }
func h(a *[4]int) []int { return a[:] }
func k() []int {
	var a [4]int
	return a[1:2:3]
}
func l() int {
	var a [4]int
	s := a[:]
	return s[0]
}
