package p

func f() {
	x := 1
	defer func(n int) { println(n) }(x)
}
