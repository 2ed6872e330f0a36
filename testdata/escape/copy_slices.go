package p

func f(dst, src []*int)      { copy(dst, src) }
func g(dst, src []int)       { copy(dst, src) }
func h(dst []byte, s string) { copy(dst, s) }
