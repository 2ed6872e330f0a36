package p

func must(b bool) {
	if !b {
		panic("must")
	}
}
func f(x int) int {
	must(x > 0)
	return x
}
