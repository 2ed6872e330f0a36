package p

func f(dst **int, src *int) { *dst = src }
