package p

var g []interface{}

type T struct {
	a []int
	m map[string]int
	p *T
}

func (t *T) get(i int) int { return t.a[i] }

func f(t *T, i int, c chan int, x interface{}) {
	g = []interface{}{t.a[i], t.m["k"], t.p.a[1:2], *t, (*t).a, t.get(i), -i, i + 2*i, !(i > 1), <-c, x.(int), string("a"), []byte("x"), func() int { return i }(), [2]int{i}, T{a: nil}, len(t.a), t.p == nil, i &^ 3}
}
