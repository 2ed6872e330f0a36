// Sixteen goroutines contend for one mutex, then for a reader-writer lock.
// bench: conc
package main

import (
	"fmt"
	"sync"
)

func main() {
	const workers, each = 16, 2000000
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	var table [64]int
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func(w int) {
			defer wg.Done()
			x := uint32(w)
			for i := 0; i < each; i++ {
				x = x*1664525 + 1013904223
				mu.Lock()
				table[x>>26] += w
				table[0]++
				mu.Unlock()
			}
		}(w)
	}
	wg.Wait()
	reads := make([]int, workers)
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func(w int) {
			defer wg.Done()
			for i := 0; i < each/2; i++ {
				if i&63 == w {
					rw.Lock()
					table[1]++
					rw.Unlock()
				} else {
					rw.RLock()
					if table[0] > 0 {
						reads[w]++
					}
					rw.RUnlock()
				}
			}
		}(w)
	}
	wg.Wait()
	sum := 0
	for i, n := range table {
		sum += i*n + reads[i%workers]
	}
	fmt.Println(sum)
}
