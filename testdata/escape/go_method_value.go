package p

type T struct{ n int }

func (t *T) Run() {}

func f() {
	var t T
	go t.Run()
	g := t.Run
	go g()
}
