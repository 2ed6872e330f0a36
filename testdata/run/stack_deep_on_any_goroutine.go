// Ten million frames fit on every goroutine's stack, however many there are.
package main

import "fmt"

//go:noinline
func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n-1) + 1
}

func main() {
	const n = 20000
	hold := make(chan bool)
	done := make(chan int)
	for i := 1; i < n; i++ {
		go func() {
			<-hold
			done <- 1
		}()
	}
	go func() { done <- deep(10000000) }()
	fmt.Println(<-done)
	close(hold)
	sum := 0
	for i := 1; i < n; i++ {
		sum += <-done
	}
	fmt.Println(sum)
}
