package main

import "fmt"

func change(a [3]int) [3]int { a[0] = 9; return a }

func main() {
	a := [...]int{1, 2, 3}
	b := a
	b[1] = 8
	c := change(a)
	p := &a
	d := *p
	p[2] = 7
	fmt.Println(a, b, c, d, a == b, [2][2]int{{1}, {2, 3}})
}
