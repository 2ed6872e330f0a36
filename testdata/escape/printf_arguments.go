package p

import "fmt"

func f(x int, s string, p *int) { fmt.Printf("%d %s %p\n", x, s, p) }
