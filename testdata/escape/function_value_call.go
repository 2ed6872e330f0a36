package p

func f(g func(*int)) {
	x := 1
	g(&x)
}
