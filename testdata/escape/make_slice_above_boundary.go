package p

func f() byte { s := make([]byte, 65537); return s[0] }
