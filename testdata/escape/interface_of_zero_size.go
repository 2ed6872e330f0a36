package p

var g interface{}

func f() { g = struct{}{} }
