package p

type T struct{ p *int }

var g *int

func (t *T) Leak() { g = t.p }
func (t T) LeakV() { g = t.p }
