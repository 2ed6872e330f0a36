package p

type T struct {
	a, b *int
	s    []*int
	arr  [4]*int
}

func f(t *T)           { t.a = t.b }
func g(t *T, i, j int) { t.s[i] = t.s[j] }
func h(t *T, i int)    { t.arr[i] = t.arr[i+1] }
func k(t, u *T)        { t.a = u.b }
func l(t T) T          { t.a = t.b; return t }
