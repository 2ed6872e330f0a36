// An object is finalized before what it refers to, whatever order the finalizers were set in; members of a cycle never are, nor is what
// they refer to; and what a finalizer keeps lives on.
package main

import (
	"fmt"
	"runtime"
	"time"
)

type node struct {
	name string
	next *node
	fill [4]int
}

var (
	done = make(chan string, 100)
	kept *node
)

func (n *node) finalize() { done <- n.name }

func chain(order []int) {
	var nodes [5]*node
	for i := len(nodes) - 1; i >= 0; i-- {
		nodes[i] = &node{name: fmt.Sprint(i)}
		if i+1 < len(nodes) {
			nodes[i].next = nodes[i+1]
		}
	}
	for _, i := range order {
		runtime.SetFinalizer(nodes[i], (*node).finalize)
	}
}

func cycle() {
	a, b := &node{name: "a"}, &node{name: "b"}
	a.next, b.next = b, a
	runtime.SetFinalizer(a, (*node).finalize)
	runtime.SetFinalizer(b, (*node).finalize)
	d := &node{name: "d", next: a} // finalized: nobody refers to it
	runtime.SetFinalizer(d, (*node).finalize)
}

func resurrect() {
	inner := &node{name: "inner"}
	runtime.SetFinalizer(inner, (*node).finalize)
	outer := &node{name: "outer", next: inner}
	runtime.SetFinalizer(outer, func(n *node) {
		kept = n.next
		n.finalize()
	})
}

// On a goroutine of its own, which leaves no pointers behind.
func in(f func()) {
	end := make(chan bool)
	go func() { f(); close(end) }()
	<-end
}

func expect(n int) {
	for ; n > 0; n-- {
		for got := false; !got; {
			runtime.GC()
			select {
			case name := <-done:
				fmt.Print(name, " ")
				got = true
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
	fmt.Println()
}

func main() {
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 4, 0, 3, 1}} {
		in(func() { chain(order) })
		expect(5)
	}
	in(cycle)
	expect(1)
	in(resurrect)
	expect(1)
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	fmt.Println(len(done), kept.name, kept.fill)
	kept = nil
	expect(1)
}
