package p

func f(x int) bool {
	var i interface{} = x
	return i == nil
}
