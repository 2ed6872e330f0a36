package p

type S []*int

func (s S) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
