package p

type R interface{ Read() }

var g interface{}

func f(r R) { g = r }
