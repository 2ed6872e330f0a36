package p

func f(m map[*int]int, k *int) int       { return m[k] }
func g(m map[string]*int, k string) *int { return m[k] }
