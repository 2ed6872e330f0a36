// A large literal is assigned without a copy on the way: what it reads of its destination is read before, what panics in it
// leaves the destination alone, and a large stack is not needed.
package main

import (
	"fmt"
	"runtime/debug"
)

type Big struct {
	a, b, c, d int
	name       string
	pad        [100]int
	p          *Big
}

type Huge struct {
	bytes [1 << 20]byte
	name  string
}

type Wide [40]string

func index(i int) int { return [...]int{10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}[i] }

func word(i int) string { return Wide{"zero", "one", "two", "three", 39: "last"}[i] }

func set(p *Big, q *Big) (err any) {
	defer func() { err = recover() }()
	*p = Big{a: 100, b: 200, c: q.a, name: "changed"}
	return
}

func box(n int) any { return Big{a: n, b: 2, c: 3, d: 4, name: "boxed"} }

func fill(h *Huge, done chan bool) {
	*h = Huge{name: "hello"}
	h.bytes[5] = 1
	*h = Huge{name: h.name + "!"}
	done <- true
}

func equal(p, q *Huge) bool { return *p == *q }

func main() {
	x := &Big{a: 1, b: 2, c: 3, d: 4, name: "x"}
	x.pad[7] = 9
	*x = Big{a: x.b, b: x.a, c: x.d, d: x.c, name: x.name + x.name, p: x}
	fmt.Println(x.a, x.b, x.c, x.d, x.name, x.pad[7], x.p == x)
	x.pad[3] = 5
	*x = Big{a: x.pad[3], pad: x.pad, p: x.p}
	fmt.Println(x.a, x.b, x.name, x.pad[3], x.p == x)
	err := set(x, nil)
	fmt.Println(err, x.a, x.b, x.name, x.pad[3])

	var w Wide
	w[1], w[2] = "1", "2"
	w = Wide{"a", w[2], w[1], "d", "e", 39: w[0] + "z"}
	fmt.Println(w[0], w[1], w[2], w[3], w[4], w[5], w[39])
	fmt.Println(index(3), index(11), word(3), word(39), word(38) == "")

	m := map[string]Big{"k": {a: 1, pad: [100]int{99: 3}}}
	m["k"] = Big{a: m["k"].a + 1, b: 1, c: 1, d: 1, name: "in a map"}
	fmt.Println(m["k"].a, m["k"].name, m["k"].pad[99])

	a, b := box(1).(Big), box(2).(Big)
	fmt.Println(a.a, b.a, a.name, a == b, box(3) == box(3))

	sum := 0
	for i, v := range [...]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, x.a} {
		sum += i * v
	}
	fmt.Println(sum)

	c := make(chan Big, 2)
	c <- Big{a: 5, b: 6, c: 7, d: 8, name: "sent"}
	c <- *x
	x.a = -1
	fmt.Println((<-c).name, (<-c).a)

	arr := [2]Wide{{"p", "q", "r", "s"}, {"t"}}
	arr[0], arr[1] = arr[1], arr[0]
	arr[0] = Wide{arr[1][3], arr[1][2], arr[1][1], arr[1][0], "k"}
	fmt.Println(arr[0][:6], arr[1][:4])

	debug.SetMaxStack(8 << 20)
	h, done := new(Huge), make(chan bool)
	go fill(h, done)
	<-done
	g := new(Huge)
	fmt.Println(h.name, h.bytes[5], equal(h, g), equal(h, h))
}
