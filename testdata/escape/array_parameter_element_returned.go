package p

func f(a [3]*int, i int) *int { return a[i] }
