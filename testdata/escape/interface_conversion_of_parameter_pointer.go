package p

func f(p *int) interface{} { return p }
func g(p *int) interface{} { return *p }
