// A function may fault before the C compiler has given it a frame, or without one: its caller is still there in the trace.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type T struct{ a, b int }

//go:noinline
func (t *T) get() int { return t.b }

//go:noinline
func (t *T) set(n int) { t.a = n }

//go:noinline
func early(t *T, n int) int {
	if n == 0 {
		return t.a
	}
	fmt.Println("n is", n)
	return t.get() + 1
}

//go:noinline
func middle(t *T, n int) int {
	if n == 2 {
		t.set(n)
	}
	return early(t, n) + 1
}

func try(n int) {
	defer func() {
		fmt.Println(recover())
		pcs := make([]uintptr, 30)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
		for {
			f, more := frames.Next()
			if strings.HasPrefix(f.Function, "main.") {
				fmt.Println(f.Function, f.Line)
			}
			if !more {
				return
			}
		}
	}()
	middle(nil, n)
}

func main() {
	try(0)
	try(1)
	try(2)
}
