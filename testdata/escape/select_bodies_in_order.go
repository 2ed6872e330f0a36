package main

// Wrappers of methods are made as their itabs are needed: of a select, bodies of sends first, then of receives from the last one on; a
// default is before them, or behind when there is one case beside it.

type Namer interface{ Name() string }

type a struct{ s string }
type A struct{ a }

func (i a) Name() string { return i.s }

type b struct{ s string }
type B struct{ b }

func (i b) Name() string { return i.s }

type c struct{ s string }
type C struct{ c }

func (i c) Name() string { return i.s }

type d struct{ s string }
type D struct{ d }

func (i d) Name() string { return i.s }

type e struct{ s string }
type E struct{ e }

func (i e) Name() string { return i.s }

type f struct{ s string }
type F struct{ f }

func (i f) Name() string { return i.s }

type g struct{ s string }
type G struct{ g }

func (i g) Name() string { return i.s }

var sink Namer

func many(in, in2 chan int, out, out2 chan int) {
	select {
	case <-in:
		sink = A{}
	case out <- 1:
		sink = B{}
	case v := <-in2:
		sink = C{c{string(rune(v))}}
	case out2 <- 2:
		sink = D{}
	default:
		sink = E{}
	}
}

func two(in chan int) {
	select {
	default:
		sink = F{}
	case <-in:
		sink = G{}
	}
}

func main() {
	many(nil, nil, nil, nil)
	two(nil)
}
