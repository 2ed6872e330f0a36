package p

func f(i interface{}) *int {
	switch v := i.(type) {
	case *int:
		return v
	case int:
		return &v
	case nil:
		return nil
	case string, error:
		_ = v
	}
	return nil
}
