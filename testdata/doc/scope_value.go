package main

import "fmt"

func foo() int {
	v := 1024
	return v
}

func main() {
	m := foo()
	fmt.Println(m)
}
