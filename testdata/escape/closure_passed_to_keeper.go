package p

var keep []func()

func hold(f func()) { keep = append(keep, f) }

func f() {
	n := 0
	hold(func() { n++ })
}
