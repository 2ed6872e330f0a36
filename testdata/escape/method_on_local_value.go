package p

type T struct{ x int }

func (t *T) Inc() { t.x++ }

func f() int {
	var t T
	t.Inc()
	return t.x
}
