package p

var g interface{}

func f(x int) { g = x }
