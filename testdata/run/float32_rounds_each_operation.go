package main

import "fmt"

func main() {
	var f float32 = 16777216
	g := f + 1
	d := float64(f) + 1
	x, y := float32(0.1), float32(0.2)
	fmt.Println(g == f, d, x+y, float64(x)+float64(y), x*y)
}
