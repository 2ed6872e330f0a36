package main

import (
	"fmt"
	"runtime"
)

type P struct{ x, y int }

func sum(p *P) int { return p.x + p.y }

func work() int {
	total := 0
	for i := 0; i < 1000; i++ {
		p := &P{i, 1}
		s := make([]int, 16)
		f := func() int { return sum(p) + s[3] }
		total += f()
	}
	return total
}

func main() {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	n := work()
	runtime.ReadMemStats(&b)
	fmt.Println(n, b.Mallocs-a.Mallocs)
}
