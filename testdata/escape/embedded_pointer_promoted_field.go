package p

type B struct{ p *int }
type D struct{ *B }

func f(d D) *int  { return d.p }
func g(d *D) *int { return d.p }
