// Slices that grow by append from nothing, of ints, strings and pointers, and a table of many that grow together.
// bench: alloc
package main

import "fmt"

type point struct{ x, y int }

func main() {
	sum := 0
	for round := 0; round < 60; round++ {
		var ints []int
		for i := 0; i < 400000; i++ {
			ints = append(ints, i^round)
		}
		sum += ints[len(ints)/2]
		var strs []string
		for i := 0; i < 200000; i++ {
			strs = append(strs, "abcdefgh"[:i&7])
		}
		sum += len(strs[len(strs)-1])
		var ptrs []*point
		for i := 0; i < 100000; i++ {
			ptrs = append(ptrs, &point{i, round})
		}
		sum += ptrs[len(ptrs)/3].x
	}
	for round := 0; round < 12; round++ {
		table := make([][]byte, 20000)
		for i := 0; i < 60; i++ {
			for k := range table {
				table[k] = append(table[k], byte(i), byte(k), byte(round))
			}
		}
		for _, b := range table {
			sum += len(b) + int(b[len(b)-2])
		}
	}
	for i := 0; i < 2000000; i++ {
		var short []int
		for k := 0; k <= i&7; k++ {
			short = append(short, k)
		}
		keep = short
		sum += len(short)
	}
	fmt.Println(sum)
}

var keep []int
