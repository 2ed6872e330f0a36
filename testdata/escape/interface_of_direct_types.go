package p

var g interface{}

type one struct{ p *int }

func f(m map[int]int, c chan int, fn func(), o one, a [1]*int) {
	g = m
	g = c
	g = fn
	g = o
	g = a
}
