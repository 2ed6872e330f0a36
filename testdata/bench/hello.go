// Start-up time and size of a small program.
package main

import "fmt"

func main() {
	fmt.Println("hello, world")
}
