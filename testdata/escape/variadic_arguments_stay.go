package p

func sum(xs ...int) (n int) {
	for _, x := range xs {
		n += x
	}
	return
}

func f() int { return sum(1, 2, 3) }
func g() int { return sum() }
