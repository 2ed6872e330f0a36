package p

type T struct{ next *T }

func f() *T { return &T{&T{nil}} }
func g() int {
	t := &T{&T{nil}}
	if t.next != nil {
		return 1
	}
	return 0
}
