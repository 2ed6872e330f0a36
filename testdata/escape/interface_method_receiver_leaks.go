package p

type I interface{ M() }
type T struct{ x int }

func (t *T) M() {}

func f(i I) { i.M() }
func g() {
	t := &T{1}
	f(t)
}
