// Eight producers, one consumer that selects among their channels, a quit channel and a default now and then.
// bench: conc
package main

import "fmt"

const each = 500000

func produce(id, buffer int) <-chan int {
	c := make(chan int, buffer)
	go func() {
		for i := 0; i < each; i++ {
			c <- i*8 + id
		}
		close(c)
	}()
	return c
}

func main() {
	var c [8]<-chan int
	for i := range c {
		c[i] = produce(i, i/4*64)
	}
	quit := make(chan bool)
	sum, n, open := 0, 0, len(c)
	take := func(i, v int, ok bool) {
		if !ok {
			c[i] = nil
			open--
			return
		}
		sum += v ^ i
		n++
	}
	for open > 0 {
		select {
		case v, ok := <-c[0]:
			take(0, v, ok)
		case v, ok := <-c[1]:
			take(1, v, ok)
		case v, ok := <-c[2]:
			take(2, v, ok)
		case v, ok := <-c[3]:
			take(3, v, ok)
		case v, ok := <-c[4]:
			take(4, v, ok)
		case v, ok := <-c[5]:
			take(5, v, ok)
		case v, ok := <-c[6]:
			take(6, v, ok)
		case v, ok := <-c[7]:
			take(7, v, ok)
		case <-quit:
			panic("nobody quits")
		}
		select {
		case v, ok := <-c[n&7]:
			take(n&7, v, ok) // n has not changed since
		default:
		}
	}
	fmt.Println(n, sum)
}
