// runtime.Callers has an element for each call, inlined or not, and each stands for that call alone.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

var (
	pcs = make([]uintptr, 10)
	n   int
)

func inner(skip int)  { n = runtime.Callers(skip, pcs) }
func middle(skip int) { inner(skip) }
func outer(skip int)  { middle(skip) }

//go:noinline
func start(skip int) { outer(skip) }

func main() {
	for skip := 0; skip < 7; skip++ {
		start(skip)
		fmt.Println(skip, n)
		for _, pc := range pcs[:n] {
			frame, more := runtime.CallersFrames([]uintptr{pc}).Next()
			name := runtime.FuncForPC(pc - 1).Name()
			if strings.HasPrefix(name, "main.") {
				fmt.Println("\t", name, frame.Function, frame.Line, more)
			} else {
				fmt.Println("\t", name)
			}
		}
	}
}
