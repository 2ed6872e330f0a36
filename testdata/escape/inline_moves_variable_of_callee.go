package p

func addr(x int) *int { return &x }

func f() *int { return addr(1) }
func g() int  { return *addr(1) }
