package main

import "fmt"

type T struct {
	a int8
	b int64
	_ int
	s string
	i interface{}
	f float64
}

func main() {
	x, y := T{a: 1, s: "a", i: 1}, T{a: 1, s: "a", i: 1}
	fmt.Println(x == y, interface{}(x) == interface{}(y))
	y.i = int8(1)
	fmt.Println(x == y)
	defer func() { fmt.Println(recover()) }()
	x.i, y.i = []int{}, []int{}
	fmt.Println(x == y)
}
