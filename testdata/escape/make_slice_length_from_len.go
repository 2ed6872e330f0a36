package p

func f(x []int) int { s := make([]int, len(x)); return len(s) }
func g() int {
	var a [8]int
	s := make([]int, len(a))
	return len(s)
}
