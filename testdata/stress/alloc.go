package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// An object knows what its bytes must be.  Its links keep others alive, which check themselves when they are followed.
type object struct {
	seed  uint64
	links [2]*object
	bytes []byte
	any   interface{}
	table map[uint64]*object
}

// board is where goroutines leave objects for each other.
type board struct {
	mu    sync.Mutex
	slots [512]*object
}

func fill(b []byte, seed uint64) {
	r := random(seed | 1)
	for i := range b {
		if i&7 == 0 {
			seed = r.next()
		}
		b[i] = byte(seed >> uint(i&7*8))
	}
}

func newObject(r *random) *object {
	size := r.n(200)
	switch k := r.n(1000); {
	case k < 2:
		size = 64<<10 + r.n(1<<20)
	case k < 30:
		size = r.n(33 << 10)
	case k < 200:
		size = r.n(2000)
	}
	o := &object{seed: r.next(), bytes: make([]byte, size)}
	fill(o.bytes, o.seed)
	switch r.n(6) {
	case 0:
		o.any = o.seed
	case 1:
		o.any = &object{seed: o.seed}
	case 2:
		o.any = string(o.bytes)
	case 3:
		o.table = map[uint64]*object{}
		for i := 0; i < r.n(20); i++ {
			k := r.next()
			o.table[k] = &object{seed: k}
		}
	}
	return o
}

// check compares o, and some of what it links to, with what they were made of.
func (o *object) check(depth int) {
	var want [256]byte
	n := len(o.bytes)
	if n <= len(want) {
		fill(want[:n], o.seed)
		if string(want[:n]) != string(o.bytes) {
			fail("object %#x has other bytes than it was given", o.seed)
		}
	} else {
		all := make([]byte, n)
		fill(all, o.seed)
		if string(all) != string(o.bytes) {
			fail("object %#x of %d bytes has others than it was given", o.seed, n)
		}
	}
	switch a := o.any.(type) {
	case uint64:
		if a != o.seed {
			fail("object %#x holds the number %#x", o.seed, a)
		}
	case *object:
		if a.seed != o.seed || a.bytes != nil {
			fail("object %#x holds object %#x", o.seed, a.seed)
		}
	case string:
		if a != string(o.bytes) {
			fail("object %#x holds another string", o.seed)
		}
	}
	for k, e := range o.table {
		if e.seed != k {
			fail("object %#x: key %#x leads to %#x", o.seed, k, e.seed)
		}
	}
	if depth > 0 {
		for _, l := range o.links {
			if l != nil {
				l.check(depth - 1)
			}
		}
	}
}

// deep keeps objects alive by nothing but the frames of a recursion.
func deep(r *random, depth int) uint64 {
	o := newObject(r)
	want := o.seed
	sum := want
	if depth > 0 {
		sum += deep(r, depth-1)
	}
	if o.seed != want {
		fail("object %#x of a frame has become %#x", want, o.seed)
	}
	o.check(0)
	return sum
}

// finalized counts finalizers that ran; each checks its object, which must be whole.
var finalized, withFinalizer int64

func (b *board) work(l *load, r *random) {
	var own [64]*object
	for !l.over() {
		for i := 0; i < 32; i++ {
			o := newObject(r)
			at := r.n(len(own))
			if old := own[at]; old != nil {
				old.check(2)
				o.links[0] = old
				old.links = [2]*object{} // or the chain would never end
			}
			own[at] = o
			b.mu.Lock()
			s := &b.slots[r.n(len(b.slots))]
			o.links[1], *s = *s, o
			if cut := o.links[1]; cut != nil {
				cut.links[1] = nil
			}
			b.mu.Unlock()
		}
		if r.n(64) == 0 {
			deep(r, 50)
		}
		if r.n(8) == 0 {
			o := newObject(r)
			atomic.AddInt64(&withFinalizer, 1)
			runtime.SetFinalizer(o, func(o *object) {
				o.check(0)
				atomic.AddInt64(&finalized, 1)
			})
		}
		l.step()
	}
}

// allocate: objects of all sizes and kinds from every P, shared between goroutines, held by stacks, globals, maps and interfaces,
// while collections that the program asks for come on top of the others.
func allocate(l *load) {
	b := new(board)
	l.each(l.of(8, 3), func(r *random, i int) {
		if i == 0 {
			for !l.over() {
				deep(r, 20)
				runtime.GC()
				runtime.Gosched()
				l.step()
			}
			return
		}
		b.work(l, r)
	})
	for _, o := range b.slots {
		if o != nil {
			o.check(2)
		}
	}
	b = nil
	want := atomic.LoadInt64(&withFinalizer)
	for try := 0; atomic.LoadInt64(&finalized) < want-want/100-8; try++ { // a stale word on a stack may keep a few
		if try == 200 {
			fail("%d finalizers of %d ran", atomic.LoadInt64(&finalized), want)
		}
		runtime.GC()
		waitABit()
		l.step()
	}
}
