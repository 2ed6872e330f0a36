// What a frame points to dies after its last use, while the function goes on: a pointer, a slice's array, an interface's data, a
// string's bytes, a parameter; what is still used lives.
package main

import (
	"fmt"
	"runtime"
	"time"
)

type big struct {
	name string
	next *big
	fill [10]int
}

type shape interface{ area() int }

func (b *big) area() int { return len(b.name) }

var (
	done = make(chan string, 100)
	sink int
)

//go:noinline
func make1(name string) *big {
	b := &big{name: name}
	b.fill[0] = len(name)
	runtime.SetFinalizer(b, func(b *big) { done <- b.name })
	return b
}

//go:noinline
func makeSlice(name string) []*big { return append([]*big(nil), make1(name), nil, nil) }

//go:noinline
func makeTwo(name string) (*big, []*big, error) { return make1(name), makeSlice(name + "'s slice"), nil }

//go:noinline
func makeShape(name string) shape { return make1(name) }

//go:noinline
func use(b *big) { sink += b.fill[0] }

func small(b *big) int { // the C compiler may inline it
	use(b)
	use(b)
	return b.fill[0] + sink
}

// Overwrites what earlier calls have left under the frames.
//
//go:noinline
func scrub(n int) int {
	var a [1000]int
	for i := range a {
		a[i] = n + sink
	}
	return a[n]
}

//go:noinline
func collect(n int) {
	sink += scrub(n)
	gather(n)
}

// What dies by now, in order of name.
//
//go:noinline
func gather(n int) {
	var names []string
	for tries := 0; tries < 10 && len(names) < n; tries++ {
		runtime.GC()
		for more := true; more; {
			select {
			case s := <-done:
				names = append(names, s)
			case <-time.After(10 * time.Millisecond):
				more = false
			}
		}
	}
	for i := range names {
		for j := range names[:i] {
			if names[i] < names[j] {
				names[i], names[j] = names[j], names[i]
			}
		}
	}
	fmt.Println(len(names), names)
}

//go:noinline
func parameter(b *big) {
	use(b)
	collect(0)
	sink += b.fill[1]
	collect(1)
}

//go:noinline
func interfaceParameter(x shape) {
	sink += x.area()
	collect(0)
	use(b2(x))
	sink += x.(*big).fill[3]
	collect(1)
}

func b2(x shape) *big { return x.(*big) }

//go:noinline
func branches(flag bool) {
	b := make1("branch")
	use(b)
	if flag {
		collect(1)
	} else {
		use(b)
		collect(0)
		sink += b.fill[0]
	}
	collect(1)
}

//go:noinline
func loop(n int) {
	b := make1("loop")
	for i := 0; i < n; i++ {
		use(b)
	}
	collect(1)
	list := make1("list")
	list.next = make1("list's next")
	for p := list; p != nil; p = p.next {
		use(p)
	}
	collect(2)
}

func main() {
	p := make1("pointer")
	use(p)
	sink += small(p)
	collect(1)

	s := makeSlice("slice")
	use(s[0])
	use(s[0])
	sink += s[0].fill[1]
	collect(1)

	x := makeShape("interface")
	sink += x.area()
	sink += x.area()
	sink += len(x.(*big).name)
	collect(1)

	q, t, err := makeTwo("one of two")
	use(q)
	if err != nil {
		panic(err)
	}
	use(t[0])
	sink += t[0].fill[1]
	collect(1)
	sink += q.fill[0]
	collect(1)

	parameter(make1("parameter"))
	interfaceParameter(makeShape("parameter interface"))
	branches(true)
	branches(false)
	loop(3)
	func() { // not what is captured
		c := make1("captured")
		f := func() { use(c) }
		f()
		collect(0)
		f()
		runtime.KeepAlive(f)
	}()
	collect(1)
}
