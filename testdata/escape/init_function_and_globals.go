package p

var (
	a = 1
	b = &a
	c = []int{1, 2}
	d = map[string]*int{"x": &a}
	e = new(int)
	f = func() *int { return e }
	g = f()
)

func init() {
	x := 1
	b = &x
}
func init() { c = append(c, 3) }
