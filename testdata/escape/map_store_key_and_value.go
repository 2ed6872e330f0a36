package p

func f(m map[*int]*int) {
	k, v := 1, 2
	m[&k] = &v
}
