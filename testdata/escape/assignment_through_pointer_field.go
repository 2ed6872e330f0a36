package p

type T struct{ p *int }

func f(t *T) {
	x := 1
	t.p = &x
}
func g() {
	var t T
	x := 1
	t.p = &x
	_ = t
}
