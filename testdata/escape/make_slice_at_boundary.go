package p

func f() byte { s := make([]byte, 65536); return s[0] }
