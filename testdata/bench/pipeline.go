// A pipeline of eight stages joined by buffered channels.
// bench: conc
package main

import "fmt"

func stage(in <-chan int, add int) <-chan int {
	out := make(chan int, 128)
	go func() {
		for v := range in {
			out <- v*3 + add
		}
		close(out)
	}()
	return out
}

func main() {
	const items, stages = 2500000, 8
	source := make(chan int, 128)
	var c <-chan int = source
	for i := 0; i < stages; i++ {
		c = stage(c, i)
	}
	go func() {
		for i := 0; i < items; i++ {
			source <- i
		}
		close(source)
	}()
	sum := 0
	for v := range c {
		sum = sum*31 + v
	}
	fmt.Println(sum)
}
