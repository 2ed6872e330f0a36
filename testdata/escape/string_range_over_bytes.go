package p

func f(s string) (n int) {
	for range []byte(s) {
		n++
	}
	return
}
