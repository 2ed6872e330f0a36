// Calls, receives and method calls happen in lexical order; what is assigned is found before anything is stored.
package main

import "fmt"

var trace []string

func f(name string, v int) int { trace = append(trace, name); return v }
func p(name string, v *int) *int {
	trace = append(trace, name)
	return v
}
func s(name string, v []int) []int { trace = append(trace, name); return v }
func m(name string, v map[string]int) map[string]int {
	trace = append(trace, name)
	return v
}
func b(name string, v bool) bool { trace = append(trace, name); return v }

type T struct{ n int }

func (t T) add(x int) T { trace = append(trace, fmt.Sprint("add", x)); t.n += x; return t }

func done(what string, v ...any) {
	fmt.Println(what, v, trace)
	trace = nil
}

func caught(what string, g func()) {
	defer func() {
		fmt.Println(what, recover(), trace)
		trace = nil
	}()
	g()
}

func three() (int, int, int) { trace = append(trace, "three"); return 1, 2, 3 }

func main() {
	done("sum", f("a", 1)+f("b", 2)*f("c", 3))
	done("call", fmt.Sprint(f("x", 1), f("y", 2), f("z", 3)))
	done("chain", T{}.add(f("1", 1)).add(f("2", 2)).add(f("3", 3)))
	x := []int{1, 2, 3}
	i := 0
	i, x[i] = f("i", 2), f("xi", 9)
	done("assign", i, x)
	x[f("l", 0)], x[f("r", 1)] = x[f("r2", 1)], x[f("l2", 0)]
	done("swap", x)
	*p("p", &x[0]), s("s", x)[f("ix", 1)] = f("v", 5), f("w", 6)
	done("places", x)
	mm := map[string]int{}
	m("m", mm)[fmt.Sprint(f("k", 1))] = f("v", 2)
	done("map", mm)
	s("s", x)[f("i", 1)] += f("v", 10)
	done("op", x)
	c := make(chan int, 3)
	c <- 1
	c <- 2
	c <- 3
	done("receive", <-c-<-c*<-c)
	done("and", b("t", true) && b("f", false) && b("never", true), b("f", false) || b("t", true) || b("never", true))
	done("array", [3]int{2: f("two", 2), 0: f("zero", 0), 1: f("one", 1)})
	done("struct", struct{ a, b int }{b: f("b", 2), a: f("a", 1)})
	mp := map[int]int{f("k1", 1): f("v1", 1), f("k2", 2): f("v2", 2)}
	done("literal", mp)
	a, bb, cc := three()
	done("several", a, bb, cc)
	y := 1
	g := func() int { y = 5; return 1 }
	arr := [2]int{y, g()}
	_ = arr
	done("variable", y)
	caught("nil map", func() { m("m", nil)[fmt.Sprint(f("k", 1))] = f("v", 2) })
	caught("nil pointer", func() { *p("p", nil) = f("v", 2) })
	caught("index", func() { s("s", x)[f("i", 7)] = f("v", 2) })
	caught("index of op", func() { s("s", x)[f("i", 7)] += f("v", 2) })
	caught("division", func() { done("no", f("a", 1)/f("z", 0)+f("b", 2)) })
	caught("slice", func() { done("no", s("s", x)[f("lo", 3):f("hi", 1)]) })
	caught("defer", func() {
		defer f("deferred", f("argument", 1))
		f("body", 1)
	})
	for k, v := range s("once", x) {
		x = nil
		trace = append(trace, fmt.Sprint(k, v))
	}
	done("range")
	switch f("tag", 2) {
	case f("one", 1), f("two", 2), f("never", 3):
		done("switch")
	}
}
