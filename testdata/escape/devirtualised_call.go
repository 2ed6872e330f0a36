package p

type I interface{ M() int }
type T struct{ n int }

func (t *T) M() int { return t.n }

type V struct{ n int }

func (v V) M() int { return v.n }

func f() int {
	var i I = &T{1}
	return i.M()
}
func g() int {
	var i I = V{1}
	return i.M()
}
