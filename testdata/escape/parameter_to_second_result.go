package p

func f(a, b *int) (x, y *int) { return b, a }
