package p

func g(_ int, x int, _ *int) int { return x }

func f() int { y := 1; return g(1, 2, &y) }
