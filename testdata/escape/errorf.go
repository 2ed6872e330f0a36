package p

import "fmt"

func f(x int) error { return fmt.Errorf("bad %d", x) }
