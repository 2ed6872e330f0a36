package p

type I interface{ M() int }

func f(i I) func() int { return i.M }
func g(i I) int {
	m := i.M
	return m()
}
