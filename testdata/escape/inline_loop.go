package p

func sum(s []int) (n int) {
	for _, x := range s {
		n += x
	}
	return
}
func count(n int) (r int) {
	for i := 0; i < n; i++ {
		r += i
	}
	return
}
func f(s []int) int { return sum(s) + count(3) }
