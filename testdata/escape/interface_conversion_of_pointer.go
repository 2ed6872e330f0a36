package p

var g interface{}

func f() {
	x := 1
	g = &x
}
