// Linked lists that grow at the head and are cut in the middle: short-lived small nodes between older ones.
// bench: alloc
package main

import "fmt"

type node struct {
	next *node
	val  uint32
}

func main() {
	const lists, steps = 1024, 40000000
	var heads [lists]*node
	var lengths [lists]int
	x := uint32(1)
	for i := 0; i < steps; i++ {
		x = x*1664525 + 1013904223
		l := x >> 22
		heads[l] = &node{heads[l], x}
		lengths[l]++
		if lengths[l] == 200 {
			n := heads[l]
			for k := 1; k < 20; k++ {
				n = n.next
			}
			n.next = nil
			lengths[l] = 20
		}
	}
	sum := uint32(0)
	for _, n := range heads {
		for ; n != nil; n = n.next {
			sum = sum*31 + n.val
		}
	}
	fmt.Println(sum)
}
