// Matrix product over slices of slices.
// bench: compute
package main

import "fmt"

func matrix(n int, seed float64) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			m[i][j] = seed * float64(i-j) * float64(i+j)
		}
	}
	return m
}

func mul(a, b [][]float64) [][]float64 {
	n := len(a)
	c := make([][]float64, n)
	t := make([][]float64, n)
	for i := range t {
		t[i] = make([]float64, n)
		for j := range t[i] {
			t[i][j] = b[j][i]
		}
	}
	for i := range c {
		c[i] = make([]float64, n)
		row := a[i]
		for j := range c[i] {
			col := t[j]
			var s float64
			for k := 0; k < n; k++ {
				s += row[k] * col[k]
			}
			c[i][j] = s
		}
	}
	return c
}

func main() {
	const n = 800
	a, b := matrix(n, 1.0/n/n), matrix(n, 1.0/n/n)
	c := mul(a, b)
	c = mul(c, a)
	fmt.Printf("%.6f %.6f\n", c[n/2][n/2], c[n/3][n/5])
}
