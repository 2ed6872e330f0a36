package p

func f(a *int) (x, y, z *int) { return a, a, nil }
