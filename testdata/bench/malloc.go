// Allocations of one size, each replacing the oldest of 256 live ones: nanoseconds for one, garbage collection included.
// malloc.c is the same in C, with mimalloc's malloc and free.
// bench: malloc
package main

import (
	"fmt"
	"runtime"
	"time"
)

type (
	ptr8     struct{ p *int }
	ptr16    struct{ p, q *int }
	ptr64    struct{ p [8]*int }
	ptr512   struct{ p [64]*int }
	ptr4096  struct{ p [512]*int }
	data8    struct{ d uint64 }
	data16   struct{ d [2]uint64 }
	data64   struct{ d [8]uint64 }
	data512  struct{ d [64]uint64 }
	data4096 struct{ d [512]uint64 }
)

const live = 256

var (
	one        int
	p8         [live]*ptr8
	p16        [live]*ptr16
	p64        [live]*ptr64
	p512       [live]*ptr512
	p4096      [live]*ptr4096
	d8         [live]*data8
	d16        [live]*data16
	d64        [live]*data64
	d512       [live]*data512
	d4096      [live]*data4096
	total      = 1 << 29 // bytes of one row
	maxObjects = 10000000
)

func row(size int, kind string, run func(n int), drop func()) {
	n := total / size
	if n > maxObjects {
		n = maxObjects
	}
	run(n / 16)
	runtime.GC()
	start := time.Now()
	run(n)
	fmt.Printf("%d %s %.2f\n", size, kind, float64(time.Since(start))/float64(n))
	drop()
}

func main() {
	row(8, "pointer", func(n int) {
		for i := 0; i < n; i++ {
			p8[i%live] = &ptr8{p: &one}
		}
	}, func() { p8 = [live]*ptr8{} })
	row(16, "pointer", func(n int) {
		for i := 0; i < n; i++ {
			p16[i%live] = &ptr16{p: &one}
		}
	}, func() { p16 = [live]*ptr16{} })
	row(64, "pointer", func(n int) {
		for i := 0; i < n; i++ {
			p := new(ptr64)
			p.p[0] = &one
			p64[i%live] = p
		}
	}, func() { p64 = [live]*ptr64{} })
	row(512, "pointer", func(n int) {
		for i := 0; i < n; i++ {
			p := new(ptr512)
			p.p[0] = &one
			p512[i%live] = p
		}
	}, func() { p512 = [live]*ptr512{} })
	row(4096, "pointer", func(n int) {
		for i := 0; i < n; i++ {
			p := new(ptr4096)
			p.p[0] = &one
			p4096[i%live] = p
		}
	}, func() { p4096 = [live]*ptr4096{} })
	row(8, "data", func(n int) {
		for i := 0; i < n; i++ {
			d8[i%live] = &data8{uint64(i)}
		}
	}, func() { d8 = [live]*data8{} })
	row(16, "data", func(n int) {
		for i := 0; i < n; i++ {
			p := new(data16)
			p.d[0] = uint64(i)
			d16[i%live] = p
		}
	}, func() { d16 = [live]*data16{} })
	row(64, "data", func(n int) {
		for i := 0; i < n; i++ {
			p := new(data64)
			p.d[0] = uint64(i)
			d64[i%live] = p
		}
	}, func() { d64 = [live]*data64{} })
	row(512, "data", func(n int) {
		for i := 0; i < n; i++ {
			p := new(data512)
			p.d[0] = uint64(i)
			d512[i%live] = p
		}
	}, func() { d512 = [live]*data512{} })
	row(4096, "data", func(n int) {
		for i := 0; i < n; i++ {
			p := new(data4096)
			p.d[0] = uint64(i)
			d4096[i%live] = p
		}
	}, func() { d4096 = [live]*data4096{} })
}
