package p

func f() byte {
	var a [10 << 20]byte
	return a[len(a)-1]
}
