package p

func f(s string, p *int) { println(s, p, *p) }
