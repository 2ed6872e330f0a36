package p

func add(a, b int) int { return a + b }

func f(x int) int { return add(x, 1) * add(x, 2) }
