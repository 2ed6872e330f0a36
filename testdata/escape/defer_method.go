package p

type T struct{ n int }

func (t *T) Close()    {}
func (t T) CloseV(int) {}

func f() {
	var t T
	defer t.Close()
	defer t.CloseV(1)
}
