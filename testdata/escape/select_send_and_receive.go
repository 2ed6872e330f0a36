package p

func f(a, b chan *int) *int {
	x := 1
	select {
	case a <- &x:
	case v := <-b:
		return v
	case v, ok := <-a:
		if ok {
			return v
		}
	default:
	}
	return nil
}
