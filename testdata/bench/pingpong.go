// Two goroutines hand a number to and fro over unbuffered channels.
// bench: conc
package main

import "fmt"

func main() {
	const rounds = 5000000
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	sum, v := 0, 0
	for i := 0; i < rounds; i++ {
		ping <- v
		v = <-pong
		sum += v & 7
	}
	close(ping)
	_, open := <-pong
	fmt.Println(v, sum, open)
}
