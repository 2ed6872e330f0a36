package p

func f() int {
	x := 1
	a := [2]*int{&x, nil}
	return *a[0]
}
func g() [2]*int {
	x := 1
	return [2]*int{0: &x}
}
