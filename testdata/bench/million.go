// A million goroutines are created, park, and are drained.
// bench: conc
package main

import (
	"fmt"
	"sync"
)

func main() {
	const n = 1000000
	gate := make(chan bool)
	parts := make(chan int, 1024)
	var ready sync.WaitGroup
	ready.Add(n)
	for i := 0; i < n; i++ {
		go func(i int) {
			ready.Done()
			<-gate
			parts <- i
		}(i)
	}
	ready.Wait()
	close(gate)
	sum := 0
	for i := 0; i < n; i++ {
		sum += <-parts
	}
	fmt.Println(sum)
}
