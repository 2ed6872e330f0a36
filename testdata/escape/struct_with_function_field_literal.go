package p

type T struct{ fn func() int }

func f() T {
	x := 1
	return T{fn: func() int { return x }}
}
func g() int {
	x := 1
	t := T{func() int { return x }}
	return t.fn()
}
