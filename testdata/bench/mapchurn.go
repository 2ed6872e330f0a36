// Maps of ints and of strings: insert, look up, delete, iterate.
// bench: compute
package main

import (
	"fmt"
	"strconv"
)

func main() {
	m := map[int]int{}
	x := uint32(1)
	sum := 0
	for i := 0; i < 6000000; i++ {
		x = x*1664525 + 1013904223
		k := int(x >> 14)
		if v, ok := m[k]; ok {
			sum += v
			delete(m, k)
		} else {
			m[k] = i & 1023
		}
	}
	fmt.Println(len(m), sum)
	names := make([]string, 50000)
	for i := range names {
		names[i] = "name" + strconv.Itoa(i)
	}
	counts := map[string]int{}
	for round := 0; round < 60; round++ {
		for i, n := range names {
			if (i+round)%3 == 0 {
				counts[n]++
			}
		}
	}
	t := 0
	for _, v := range counts {
		t += v
	}
	fmt.Println(len(counts), t)
}
