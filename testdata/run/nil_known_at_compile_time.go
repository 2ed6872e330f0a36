// A nil that the compiler sees panics like any other, after what stands before it, and its caller is known.
package main

import (
	"fmt"
	"runtime"
)

var x, y int

func where() {
	err := recover()
	pcs := make([]uintptr, 20)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for n := 0; ; n++ {
		f, more := frames.Next()
		if f.Function == "main.main" || !more {
			fmt.Println(n, f.Function, f.Line, err, x)
			return
		}
		if f.Function == "main.store" || f.Function == "main.call" || f.Function == "main.ranges" {
			fmt.Println(n, f.Function, f.Line)
		}
	}
}

//go:noinline
func store() {
	defer where()
	var p *int
	x++
	*p = 1
	x++
}

//go:noinline
func call() {
	defer where()
	var f func() int
	x++
	y = f()
}

//go:noinline
func ranges() {
	var s *string
	defer where()

	for _, r := range *s {
		y += int(r)
	}
}

func main() {
	store()
	call()
	ranges()
}
