package p

type T struct{ n int }

func (t *T) M() int { return t.n }
func (t T) V() int  { return t.n }

func f() func() int {
	var t T
	return t.M
}
func g() func() int {
	var t T
	return t.V
}
