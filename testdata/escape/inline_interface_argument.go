package p

func isNil(i interface{}) bool { return i == nil }

func f(x int) bool { return isNil(x) }
