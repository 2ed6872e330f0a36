package p

func f(n int) int {
	if n == 0 {
		return 0
	}
	return f(n - 1)
}
