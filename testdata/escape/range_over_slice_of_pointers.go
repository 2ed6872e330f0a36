package p

var g *int

func f(s []*int) {
	for _, p := range s {
		g = p
	}
}
