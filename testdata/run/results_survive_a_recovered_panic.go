// A deferred call recovers: the caller gets what the result variables, of every kind, held at the panic.
package main

import "fmt"

type pair struct{ p, q *int }

func pointer(p *int) (v *int) {
	v = p
	defer func() { recover() }()
	*(*int)(nil) = 0
	return
}

func mapped(p *int) (m map[string]*int, f func() int, c chan int, n int) {
	defer func() { recover() }()
	m = map[string]*int{"a": p}
	f = func() int { return *p + 1 }
	c = make(chan int, 3)
	n = 5
	if *p == 7 {
		panic("before the others")
	}
	return nil, nil, nil, 0
}

func words(p *int) (s []int, t string, i interface{}, e error, two pair) {
	defer func() { recover() }()
	s = make([]int, *p)
	t = "text"
	i = p
	two = pair{p, p}
	fmt.Println(len(s), s[*p])
	return
}

func main() {
	x := 7
	fmt.Println(*pointer(&x))
	m, f, c, n := mapped(&x)
	fmt.Println(*m["a"], f(), cap(c), n)
	s, t, i, e, two := words(&x)
	fmt.Println(len(s), t, *i.(*int), e == nil, *two.p+*two.q)
}
