package p

func f(p *int) func() int { return func() int { return *p } }
