package p

func find(s []int, x int) bool {
outer:
	for i := range s {
		for j := range s {
			if s[i]+s[j] == x {
				break outer
			}
		}
	}
	return len(s) > 0
}
func f(s []int) bool { return find(s, 1) }
