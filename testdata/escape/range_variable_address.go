package p

func f(s []int) (ps []*int) {
	for _, x := range s {
		ps = append(ps, &x)
	}
	return
}
