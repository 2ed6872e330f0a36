package main

import "fmt"

type Day int

const (
	_  = iota
	KB = 1 << (10 * iota)
	MB
)
const (
	a, b = iota, -iota
	c, d
	_, _
	e, f
)
const Mon Day = 1

func (d Day) String() string { return fmt.Sprint("day ", int(d)) }

func main() { fmt.Println(KB, MB, a, b, c, d, e, f, Mon) }
