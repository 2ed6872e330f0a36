package main

import "fmt"

func main() {
	var a int8 = 127
	var b uint8 = 0
	var c int64 = 1<<63 - 1
	a++
	b--
	c++
	fmt.Println(a, b, c, -a, c*c)
}
