package p

func f() {
	x := 1
	go func() { println(x) }()
}
