// With MemProfileRate 1 every allocation is in the profile, under its stack and line, and the dead ones are told from the live.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/pprof"
	"strings"
)

type node struct {
	next *node
	pad  [6]uint64
}

var list, last *node
var data []byte

//go:noinline
func live(n int) {
	for i := 0; i < n; i++ {
		list = &node{next: list}
	}
}

//go:noinline
func dead(n int) {
	for i := 0; i < n; i++ {
		last = new(node)
	}
	last = nil
}

//go:noinline
func large(n int) {
	for i := 0; i < n; i++ {
		data = make([]byte, 200000)
	}
	data = nil
}

func records() []runtime.MemProfileRecord {
	n, _ := runtime.MemProfile(nil, true)
	for {
		p := make([]runtime.MemProfileRecord, n+50)
		n, ok := runtime.MemProfile(p, true)
		if ok {
			return p[:n]
		}
	}
}

// about rounds to hundreds: a few objects come from memory that was set aside before the rate was known.
func about(n int64) int64 { return (n + 50) / 100 * 100 }

func show(name string) {
	var sum runtime.MemProfileRecord
	lines := map[int]bool{}
	for _, r := range records() {
		frames := runtime.CallersFrames(r.Stack())
		for more := true; more; {
			var f runtime.Frame
			f, more = frames.Next()
			if f.Function == name {
				lines[f.Line] = true
				sum.AllocObjects += r.AllocObjects
				sum.FreeObjects += r.FreeObjects
				sum.AllocBytes += r.AllocBytes
				sum.FreeBytes += r.FreeBytes
			}
		}
	}
	fmt.Println(name, lines, about(sum.AllocObjects), about(sum.InUseObjects()), sum.AllocBytes/1000000, sum.InUseBytes()/1000000)
}

func main() {
	runtime.MemProfileRate = 1
	live(40000)
	dead(40000)
	large(100)
	runtime.GC()
	runtime.GC()
	show("main.live")
	show("main.dead")
	show("main.large")
	var b bytes.Buffer
	pprof.Lookup("heap").WriteTo(&b, 1)
	fmt.Println(strings.HasPrefix(b.String(), "heap profile: "), strings.Contains(b.String(), "main.live+0x"))
	runtime.KeepAlive(list)
}
