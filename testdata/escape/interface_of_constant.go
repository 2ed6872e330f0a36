package p

var g interface{}

func f() {
	g = 1
	g = "text"
	g = nil
	g = true
}
