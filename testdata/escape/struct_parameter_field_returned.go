package p

type T struct{ p, q *int }

func f(t T) *int  { return t.p }
func g(t *T) *int { return t.q }
