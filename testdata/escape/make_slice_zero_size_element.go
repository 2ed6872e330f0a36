package p

func f() int { s := make([]struct{}, 1<<30); return len(s) }
