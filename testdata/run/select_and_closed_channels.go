package main

import "fmt"

func main() {
	c, d := make(chan int, 2), make(chan string)
	c <- 1
	close(c)
	for i := 0; i < 2; i++ {
		select {
		case v, ok := <-c:
			fmt.Println(v, ok)
		case s := <-d:
			fmt.Println(s)
		}
	}
	select {
	case d <- "x":
		fmt.Println("sent")
	default:
		fmt.Println("nobody")
	}
	defer func() { fmt.Println(recover()) }()
	c <- 1
}
