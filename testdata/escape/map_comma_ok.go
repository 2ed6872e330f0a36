package p

func f(m map[string]*int) *int {
	v, ok := m["x"]
	if !ok {
		return nil
	}
	return v
}
