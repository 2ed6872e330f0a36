package p

func each(s []int, fn func(int)) {
	for i := range s {
		fn(s[i])
	}
}
func total(s []int) (n int) {
	each(s, func(x int) { n += x })
	return
}
func f() int { return total([]int{1, 2}) }
