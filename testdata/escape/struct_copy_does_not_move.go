package p

type T struct{ p *int }

func f(t T) T {
	u := t
	return u
}
