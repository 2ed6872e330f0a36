package p

func f() byte { p := new([65537]byte); return p[0] }
