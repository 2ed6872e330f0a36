package p

func f(s, t []*int) []*int        { return append(s, t...) }
func g(s, t []int) []int          { return append(s, t...) }
func h(b []byte, s string) []byte { return append(b, s...) }
