package p

type T struct{ fn func(*int) *int }

func f(t *T, p *int) *int { return t.fn(p) }
