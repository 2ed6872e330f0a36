// Binary trees built and checked by many goroutines at once.
// bench: alloc
package main

import (
	"fmt"
	"sync"
)

type node struct{ left, right *node }

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

func (n *node) check() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.check() + n.right.check()
}

func main() {
	const min, max, chunk = 4, 17, 64
	long := build(max)
	for d := min; d <= max; d += 2 {
		n := 1 << uint(max-d+min)
		sums := make([]int, (n+chunk-1)/chunk)
		var wg sync.WaitGroup
		for c := range sums {
			wg.Add(1)
			go func(c int) {
				defer wg.Done()
				for i := c * chunk; i < n && i < (c+1)*chunk; i++ {
					sums[c] += build(d).check()
				}
			}(c)
		}
		wg.Wait()
		sum := 0
		for _, s := range sums {
			sum += s
		}
		fmt.Println(n, "trees of depth", d, "check", sum)
	}
	fmt.Println("long lived", long.check())
}
