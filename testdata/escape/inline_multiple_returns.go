package p

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}
func f(x int) int { return abs(x) + abs(-3) }
