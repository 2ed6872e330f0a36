package p

func f() {
	x := 1
	go func() { x++ }()
	x++
}
