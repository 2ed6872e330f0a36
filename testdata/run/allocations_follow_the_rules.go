// What each of the four rules decides is what the program does: heap allocations per call, 0 where the value stays.
package main

import (
	"fmt"
	"runtime"
)

type P struct{ x, y int }

var (
	sink   any
	global *P
	nine   = 9
)

// Rule 1: scope.

//go:noinline
func stays() int { p := &P{1, 2}; q := new(P); q.x = p.y; return q.x }

//go:noinline
func returned() *P { return &P{1, 2} }

//go:noinline
func moved() *int { x := nine; return &x }

//go:noinline
func stored() { global = &P{3, 4} }

//go:noinline
func passed() int { p := P{5, 6}; return take(&p) }

//go:noinline
func take(p *P) int { return p.x }

//go:noinline
func localClosure() int { n := 0; f := func() { n++ }; f(); f(); return n }

//go:noinline
func returnedClosure() func() int { n := 0; return func() int { n++; return n } }

// Rule 2: interface conversion.

//go:noinline
func ifaceStays() bool { var v any = P{1, nine}; _, ok := v.(P); return ok }

//go:noinline
func ifaceEscapes() { sink = P{1, nine} }

//go:noinline
func ifacePointer(p *P) { sink = p }

//go:noinline
func ifaceSmall() { sink = 7 }

//go:noinline
func variadicStays() int { return count(1, nine, P{}) }

//go:noinline
func count(v ...any) int { return len(v) }

// Rule 3: size.

//go:noinline
func below() int { s := make([]byte, 65535); s[nine] = 1; return len(s) }

//go:noinline
func above() int { s := make([]byte, 65537); s[nine] = 1; return len(s) }

//go:noinline
func literalAbove() int { p := &[8193]int{}; p[nine] = 1; return len(p) }

//go:noinline
func variableAbove() int { var a [20000]int; a[nine] = 1; return len(a) + a[nine-1] }

// Rule 4: length.

//go:noinline
func constantLength() int { s := make([]int, 16); s[nine] = 1; return len(s) }

//go:noinline
func variableLength(n int) int { s := make([]int, n); s[nine] = 1; return len(s) }

//go:noinline
func constantMap() int { m := map[int]int{1: 2}; m[nine] = 3; return len(m) }

//go:noinline
func stringStays(b []byte) bool { return string(b) == "abc" }

//go:noinline
func smallConcat(s string) int { t := s + "x"; return len(t) }

func measure(name string, f func()) {
	const runs = 100
	f()
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	for i := 0; i < runs; i++ {
		f()
	}
	runtime.ReadMemStats(&b)
	fmt.Println(name, (b.Mallocs-a.Mallocs)/runs)
}

func main() {
	nine = 9 // so that no compiler takes it for a constant
	buf := []byte("abc")
	p := &P{}
	measure("stays", func() { stays() })
	measure("returned", func() { returned() })
	measure("moved", func() { moved() })
	measure("stored", stored)
	measure("passed", func() { passed() })
	measure("local closure", func() { localClosure() })
	measure("returned closure", func() { returnedClosure() })
	measure("interface stays", func() { ifaceStays() })
	measure("interface escapes", ifaceEscapes)
	measure("interface of a pointer", func() { ifacePointer(p) })
	measure("interface of a constant", ifaceSmall)
	measure("variadic interfaces", func() { variadicStays() })
	measure("below 64 KiB", func() { below() })
	measure("above 64 KiB", func() { above() })
	measure("literal above 64 KiB", func() { literalAbove() })
	measure("variable above 64 KiB", func() { variableAbove() })
	measure("constant length", func() { constantLength() })
	measure("variable length", func() { variableLength(16) })
	measure("map", func() { constantMap() })
	measure("string of bytes, compared", func() { stringStays(buf) })
	measure("short sum of strings", func() { smallConcat("abc") })
}
