package p

//go:noinline
func g(x int) int { return x }

func one(x int) int { return g(x) }
func two(x int) int { return g(x) + g(x+1) }
func f() int        { return one(1) + two(2) }
