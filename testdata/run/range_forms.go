package main

import "fmt"

func main() {
	a := [3]int{1, 2, 3}
	for i, v := range a {
		a[2] = 10
		fmt.Print(i, v, " ")
	}
	s := []int{1, 2}
	for i := range s {
		s = append(s, i)
	}
	c := make(chan int, 2)
	c <- 5
	c <- 6
	close(c)
	for v := range c {
		fmt.Print(v, " ")
	}
	p := &a
	for i, v := range p {
		p[2] = 20
		fmt.Print(i, v, " ")
	}
	for range s {
		fmt.Print(".")
	}
	fmt.Println(s)
}
