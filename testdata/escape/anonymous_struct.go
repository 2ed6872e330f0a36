package p

func f() interface{} {
	return struct {
		a int
		b *int
	}{1, new(int)}
}
