package p

func f(a, b string) string { return a + b + "x" }
func g(a, b string) bool   { return a+b == "x" }
func h(a string) (s string) {
	s += a
	return
}
