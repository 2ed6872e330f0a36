package p

func f() byte { p := new([65535]byte); return p[0] }
