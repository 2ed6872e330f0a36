package p

var g *int

func f(p **int) { g = *p }
