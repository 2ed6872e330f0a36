package p

func f() {
	m := map[int]*int{}
	x := 1
	m[0] = &x
}
