package p

func two(a, b *int) (*int, *int) { return a, b }
func pick(a, b *int) *int        { return b }

func f() int {
	x, y := 1, 2
	return *pick(two(&x, &y))
}
