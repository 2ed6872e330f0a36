package p

func f(n int) int { s := make([]int, 0, n); return cap(s) }
