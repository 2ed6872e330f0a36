package main

import "fmt"

func main() {
	var x int32 = -8
	var u uint8 = 0x81
	for _, n := range []uint{0, 1, 7, 8, 31, 32, 64, 1000} {
		fmt.Println(n, x<<n, x>>n, u<<n, u>>n)
	}
	defer func() { fmt.Println(recover()) }()
	n := -1
	fmt.Println(x << n)
}
