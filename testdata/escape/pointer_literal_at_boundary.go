package p

func f() byte { p := &[65536]byte{}; return p[0] }
func g() byte { p := &[65537]byte{}; return p[0] }
