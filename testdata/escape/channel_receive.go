package p

func f(c chan *int) *int { return <-c }
func g(c chan *int) (*int, bool) {
	v, ok := <-c
	return v, ok
}
