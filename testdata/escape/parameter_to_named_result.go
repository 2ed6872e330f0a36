package p

func f(a *int) (r *int) {
	r = a
	return
}
