package p

func mk(n int) *int { return &n }

var x = mk(3)
var y, z = mk(1), mk(2)
