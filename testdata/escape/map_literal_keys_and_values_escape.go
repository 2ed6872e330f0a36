package p

func f() {
	k, v := 1, 2
	m := map[*int]*int{&k: &v}
	_ = m
}
