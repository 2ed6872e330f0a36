package p

var g *int

func f() { g = new(int) }
