package p

func f() int   { s := []int{1, 2, 3}; return s[1] }
func g() []int { return []int{1, 2, 3} }
