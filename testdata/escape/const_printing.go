package p

import "fmt"

const big = 1 << 40

func f() {
	fmt.Println(1, 2.5, 'x', "s", true, big, 1+2i, -3, len("abc"), ^0)
}
