package p

func f(s []*int, m map[string]*int, c chan *int) int { return len(s) + cap(s) + len(m) + len(c) }
