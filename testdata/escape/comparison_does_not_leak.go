package p

func f(a, b *int) bool            { return a == b }
func g(a, b interface{}) bool     { return a == b }
func h(a interface{}, b int) bool { return a == b }
func k(s []int) bool              { return s == nil }
