package p

func f() *int {
	var a [2][3]int
	return &a[1][2]
}
