package p

type T struct{ a, b int }

func mk(a int) *T { return &T{a, 2} }

func f() int { return mk(1).a }
func g() *T  { return mk(1) }
