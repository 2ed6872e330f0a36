package p

type T struct{ n int }

func (t *T) Inc()    { t.n++ }
func (t T) Get() int { return t.n }

func f() int {
	var t T
	t.Inc()
	return t.Get()
}
