package p

func f() []int { return append([]int{}, 1) }
func g() []int { return append([]int(nil), 1) }
