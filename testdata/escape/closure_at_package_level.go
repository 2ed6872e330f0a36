package p

var sq = func(x int) int { return x * x }
var mk = func() *int { x := 1; return &x }

func f() int { return sq(3) + *mk() }
