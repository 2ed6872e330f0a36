package p

func f(p **int) *int { return *p }
