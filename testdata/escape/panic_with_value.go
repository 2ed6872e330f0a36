package p

func f(s string, x int) {
	if x > 0 {
		panic(x)
	}
	panic("bad " + s)
}
