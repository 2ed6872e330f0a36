package p

func two(a, b *int) (*int, *int) { return a, b }

func f() *int {
	x, y := 1, 2
	p, _ := two(&x, &y)
	return p
}
