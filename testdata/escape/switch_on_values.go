package p

func f(x *int, s string) *int {
	switch {
	case s == "a":
		return x
	case *x > 1:
		y := 2
		return &y
	}
	switch s {
	case "b":
		return nil
	}
	return x
}
