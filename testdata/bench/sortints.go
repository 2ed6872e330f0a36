// Sorting: interface calls, closures and plain recursion.
// bench: compute
package main

import (
	"fmt"
	"sort"
)

func quick(a []int) {
	for len(a) > 12 {
		p, i, j := a[len(a)/2], 0, len(a)-1
		for i <= j {
			for a[i] < p {
				i++
			}
			for a[j] > p {
				j--
			}
			if i <= j {
				a[i], a[j] = a[j], a[i]
				i++
				j--
			}
		}
		quick(a[:j+1])
		a = a[i:]
	}
	for i := 1; i < len(a); i++ {
		v := a[i]
		j := i
		for ; j > 0 && a[j-1] > v; j-- {
			a[j] = a[j-1]
		}
		a[j] = v
	}
}

func fill(a []int) {
	x := uint32(7)
	for i := range a {
		x = x*1664525 + 1013904223
		a[i] = int(x >> 3)
	}
}

func main() {
	a := make([]int, 1500000)
	fill(a)
	sort.Ints(a)
	fmt.Println(a[0], a[len(a)/2], a[len(a)-1])
	fill(a)
	sort.Slice(a, func(i, j int) bool { return a[i] > a[j] })
	fmt.Println(a[0], a[len(a)/2], a[len(a)-1])
	for i := 0; i < 5; i++ {
		fill(a)
		quick(a)
	}
	fmt.Println(a[0], a[len(a)/2], a[len(a)-1])
}
