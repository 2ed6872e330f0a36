package p

const debug = false

func f() {
	if debug {
		x := 1
		println(&x)
		_ = func() *int { return &x }
	}
}
