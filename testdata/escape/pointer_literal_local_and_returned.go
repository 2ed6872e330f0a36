package p

type T struct{ a, b int }

func f() int { t := &T{1, 2}; return t.a }
func g() *T  { return &T{1, 2} }
