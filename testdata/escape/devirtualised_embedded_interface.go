package p

type I interface{ M() int }
type T struct{ I }

func f(x I) int {
	var i I = T{x}
	return i.M()
}
