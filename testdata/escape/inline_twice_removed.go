package p

func a(x int) int { return x + 1 }
func b(x int) int { return a(x) * 2 }
func c(x int) int { return b(x) - 3 }
func f() int      { return c(1) }
