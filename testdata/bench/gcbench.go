// Long-lived data beside short-lived trees, built top down and bottom up: the shape of Ellis, Kovac and Boehm's GCBench.
// bench: alloc
package main

import "fmt"

type node struct {
	left, right *node
	i, j        int
}

const (
	stretchDepth   = 18
	longLivedDepth = 17
	arraySize      = 500000
	minDepth       = 4
	maxDepth       = 16
	rounds         = 4
)

func treeSize(depth int) int { return 1<<uint(depth+1) - 1 }

func populate(depth int, n *node) {
	if depth <= 0 {
		return
	}
	n.left, n.right = &node{i: depth}, &node{j: depth}
	populate(depth-1, n.left)
	populate(depth-1, n.right)
}

func bottomUp(depth int) *node {
	if depth <= 0 {
		return &node{}
	}
	return &node{left: bottomUp(depth - 1), right: bottomUp(depth - 1), i: depth}
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return 1 + n.i + 2*n.j + n.left.sum() + n.right.sum()
}

func main() {
	fmt.Println("stretch", bottomUp(stretchDepth).sum())
	long := &node{}
	populate(longLivedDepth, long)
	array := make([]float64, arraySize)
	for i := range array {
		array[i] = 1 / float64(i+1)
	}
	for d := minDepth; d <= maxDepth; d += 2 {
		n, sum := rounds*treeSize(stretchDepth)/treeSize(d), 0
		for i := 0; i < n; i++ {
			root := &node{}
			populate(d, root)
			sum += root.i + root.right.j
			sum += bottomUp(d).i
		}
		fmt.Println(n, "trees of depth", d, sum)
	}
	fmt.Println("long lived", long.sum(), array[1000])
}
