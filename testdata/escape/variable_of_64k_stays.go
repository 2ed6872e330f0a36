package p

func f() byte {
	var a [1 << 17]byte
	return a[5]
}
