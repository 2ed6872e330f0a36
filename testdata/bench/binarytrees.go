// Binary trees: allocation and garbage collection.
// bench: alloc
package main

import "fmt"

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
	const min, max = 4, 18
	fmt.Println("stretch", build(max+1).check())
	long := build(max)
	for d := min; d <= max; d += 4 {
		n, sum := 1<<uint(max-d+min), 0
		for i := 0; i < n; i++ {
			sum += build(d).check()
		}
		fmt.Println(n, "trees of depth", d, "check", sum)
	}
	fmt.Println("long lived", long.check())
}
