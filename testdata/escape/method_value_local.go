package p

type T struct{ n int }

func (t *T) M() int { return t.n }
func (t T) V() int  { return t.n }

func f() int {
	var t T
	g := t.M
	h := t.V
	return g() + h()
}
