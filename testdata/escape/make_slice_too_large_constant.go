package p

func f() int { s := make([]int, 1<<33); return len(s) }
