package p

type node struct{ next *node }

var g *node

func f(n *node) {
	a := &node{}
	b := a
	a.next = b
	b.next = a
	n = b
	a = n
	g = a.next
}
