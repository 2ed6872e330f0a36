// runtime.Caller and Callers count the runtime's own frames of a panic, as programs that skip a fixed number of them expect.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

func show() {
	pcs := make([]uintptr, 20)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	n := 0
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "main.") {
			fmt.Println(n, f.Function, f.Line)
		}
		n++
		if !more {
			return
		}
	}
}

func byPanic() {
	defer func() { recover() }()
	defer show()
	panic(1)
}

func byNil(p *int) {
	defer func() { recover() }()
	defer show()
	*p = 2
}

func byIndex(a []int, i int) {
	defer func() { recover() }()
	defer show()
	a[i] = 2
}

func byDivision(a int) int {
	defer func() { recover() }()
	defer show()
	return 1 / a
}

func byAssertion(x any) {
	defer func() { recover() }()
	defer show()
	_ = x.(string)
}

func byReturn() {
	defer show()
}

func main() {
	byPanic()
	byNil(nil)
	byIndex(nil, 1)
	byDivision(0)
	byAssertion(1)
	byReturn()
}
