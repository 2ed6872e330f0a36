package p

import "fmt"

func f(x int) string { return fmt.Sprint("x = ", x) }
