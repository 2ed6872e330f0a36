package p

func f() byte { p := new([65536]byte); return p[0] }
