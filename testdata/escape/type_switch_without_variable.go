package p

func f(i interface{}) int {
	switch i.(type) {
	case int:
		return 1
	case *int:
		return 2
	}
	return 0
}
