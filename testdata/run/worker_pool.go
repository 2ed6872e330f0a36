package main

import (
	"fmt"
	"sync"
)

func main() {
	jobs, results := make(chan int), make(chan int, 10)
	var wg sync.WaitGroup
	for w := 0; w < 4; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range jobs {
				results <- j * j
			}
		}()
	}
	go func() { wg.Wait(); close(results) }()
	go func() {
		for i := 1; i <= 1000; i++ {
			jobs <- i
		}
		close(jobs)
	}()
	sum := 0
	for r := range results {
		sum += r
	}
	fmt.Println(sum)
}
