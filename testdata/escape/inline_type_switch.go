package p

func kind(i interface{}) int {
	switch v := i.(type) {
	case int:
		return v
	case string:
		return len(v)
	}
	return 0
}
func f(x interface{}) int { return kind(x) + kind("s") }
