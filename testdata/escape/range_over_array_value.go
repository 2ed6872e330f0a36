package p

var g *int

func f(a [2]*int) {
	for _, p := range a {
		g = p
	}
}
