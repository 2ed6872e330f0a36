// Runaway recursion is Go's fatal error on every goroutine, and cannot be recovered.
package main

import (
	"fmt"
	"runtime/debug"
)

func runaway(n int) int {
	var room [100]int
	room[n%100] = n
	return runaway(n+1) + room[n%99]
}

func main() {
	debug.SetMaxStack(100 << 20)
	fmt.Println("start")
	hold := make(chan int)
	for i := 0; i < 5000; i++ {
		go func() { <-hold }()
	}
	go func() {
		defer func() { fmt.Println("recovered", recover()) }()
		hold <- runaway(0)
	}()
	select {}
}
