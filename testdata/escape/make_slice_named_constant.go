package p

const N = 100

func f() int { s := make([]int, N); return len(s) }
