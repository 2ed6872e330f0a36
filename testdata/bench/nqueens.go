// N queens: recursion and small bool slices.
// bench: compute
package main

import "fmt"

type board struct {
	n                int
	cols, up, down []bool
}

func (b *board) place(row int) int {
	if row == b.n {
		return 1
	}
	count := 0
	for c := 0; c < b.n; c++ {
		if b.cols[c] || b.up[row+c] || b.down[row-c+b.n-1] {
			continue
		}
		b.cols[c], b.up[row+c], b.down[row-c+b.n-1] = true, true, true
		count += b.place(row + 1)
		b.cols[c], b.up[row+c], b.down[row-c+b.n-1] = false, false, false
	}
	return count
}

func main() {
	const n = 13
	b := &board{n, make([]bool, n), make([]bool, 2*n), make([]bool, 2*n)}
	fmt.Println(b.place(0), b.place(0))
}
