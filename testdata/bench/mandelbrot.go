// Mandelbrot set: a tight loop over floats in registers.
// bench: compute
package main

import "fmt"

func main() {
	const n = 1400
	inside, sum := 0, uint32(0)
	for y := 0; y < n; y++ {
		ci := 2*float64(y)/n - 1
		for x := 0; x < n; x++ {
			cr := 2*float64(x)/n - 1.5
			var zr, zi, tr, ti float64
			i := 0
			for ; i < 200 && tr+ti <= 4; i++ {
				zi = 2*zr*zi + ci
				zr = tr - ti + cr
				tr, ti = zr*zr, zi*zi
			}
			if i == 200 {
				inside++
			}
			sum = sum*31 + uint32(i)
		}
	}
	fmt.Println(inside, sum)
}
