package p

func name(x int) string {
	switch x {
	case 1:
		return "one"
	case 2, 3:
		return "few"
	default:
		return "many"
	}
}
func f() string { return name(2) }
