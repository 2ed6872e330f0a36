package main

import "fmt"

var kept [][]*[64]uint64

// outOfMemory allocates until there is no more, which must be a fatal error and not a hang.
func outOfMemory() {
	for {
		part := make([]*[64]uint64, 1000)
		for i := range part {
			part[i] = new([64]uint64)
			part[i][0] = uint64(i)
		}
		kept = append(kept, part)
		if len(kept) == 1<<20 {
			fmt.Println("stress: nothing limits the memory")
			return
		}
	}
}
