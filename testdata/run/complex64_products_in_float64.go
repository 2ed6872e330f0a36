package main

import "fmt"

// The parts of a complex64 product are computed in float64 and rounded once.

//go:noinline
func mul(a, b complex64) complex64 { return a * b }

//go:noinline
func div(a, b complex64) complex64 { return a / b }

func main() {
	parts := []float32{0, 1, -1, 0.1, 3.3, -123456.7, 1e-20, 1e20, 16777217, 1.0000001, 3e38, 1e-40}
	for _, a := range parts {
		for _, b := range parts {
			x, y := complex(a, b), complex(b, 1.7*a+0.3)
			z := x
			z *= y
			fmt.Println(mul(x, y), z, div(x, y), mul(x, x)-x)
		}
	}
}
