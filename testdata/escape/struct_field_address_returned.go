package p

type T struct{ a, b int }

func f() *int {
	var t T
	return &t.b
}
