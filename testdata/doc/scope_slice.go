package main

import "fmt"

func foo() []int {
	a := []int{1, 2, 3}
	return a
}

func main() {
	b := foo()
	fmt.Println(b)
}
