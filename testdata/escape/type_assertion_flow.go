package p

func f(i interface{}) *int   { return i.(*int) }
func g(i interface{}) string { return i.(string) }
func h(i interface{}) (string, bool) {
	s, ok := i.(string)
	return s, ok
}
func k(i interface{}) error { return i.(error) }
