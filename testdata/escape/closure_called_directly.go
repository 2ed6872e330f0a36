package p

func f() int {
	x := 1
	func() { x++ }()
	return x
}
