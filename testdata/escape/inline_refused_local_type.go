package p

func f() int {
	type T struct{ a int }
	return T{1}.a
}
func g() int {
	const c = 1
	return c
}
