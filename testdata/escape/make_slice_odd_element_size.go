package p

type T [24]byte

func f() byte { s := make([]T, 2730); return s[0][0] }
func g() byte { s := make([]T, 2731); return s[0][0] }
