package p

func f(m map[*int]int, k *int) { delete(m, k) }
