package p

var g func()

func f() {
	x := 0
	g = func() { x++ }
}
