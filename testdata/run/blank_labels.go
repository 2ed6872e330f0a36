package main

import "fmt"

// Blank labels name nothing: there may be many of them in a function.
func main() {
	n := 0
_:
	for i := 0; i < 3; i++ {
	_:
		for j := 0; ; j++ {
			if j > i {
				break
			}
			n++
		}
	}
_:
_:
	func() {
	_:
		n++
	}()
	fmt.Println(n)
}
