package p

type In struct{ p *int }
type Out struct{ in In }

func f(o *Out) *int { return o.in.p }
func g(o *Out) *In  { return &o.in }
func h(o Out) **int { return &o.in.p }
