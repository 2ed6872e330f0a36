package main

import "fmt"

func in() func() int {
	n := 0
	return func() int {
		n++
		return n
	}
}

func main() {
	f := in()
	fmt.Println(f())
	fmt.Println(f())
}
