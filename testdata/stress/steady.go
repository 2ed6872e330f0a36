package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

// A gauge is something of which the process must not have more and more.  What leaks raises the least that there is at any moment; the
// most depends on what else the machine does, as whoever is late has more waiting.
type gauge struct {
	name        string
	slack       int // by how much the last quarter's least may lie above the second's, beside a quarter of it
	least, most [4]int
	seen        [4]bool
	read        func() int
}

var gauges = []gauge{
	{name: "MB", slack: 24, read: func() int { return statusField("VmRSS:") / 1024 }},
	{name: "threads", slack: 100, read: func() int { return statusField("Threads:") }},
	{name: "files", slack: 50, read: openFiles},
	{name: "goroutines", slack: 200, read: runtime.NumGoroutine},
}

// statusField is a number from /proc/self/status.
func statusField(name string) int {
	status, _ := os.ReadFile("/proc/self/status")
	if i := bytes.Index(status, []byte(name)); i >= 0 {
		if w := bytes.Fields(status[i+len(name):]); len(w) > 0 {
			n, _ := strconv.Atoi(string(w[0]))
			return n
		}
	}
	return 0
}

func openFiles() int {
	d, err := os.Open("/proc/self/fd")
	if err != nil {
		return 0
	}
	defer d.Close()
	names, _ := d.Readdirnames(-1)
	return len(names)
}

// sample reads all gauges; part is the share of the time that has passed.
func sample(part float64) {
	q := int(part * 4)
	if q > 3 {
		q = 3
	}
	for i := range gauges {
		g := &gauges[i]
		n := g.read()
		if n > g.most[q] {
			g.most[q] = n
		}
		if n < g.least[q] || !g.seen[q] {
			g.least[q], g.seen[q] = n, true
		}
	}
}

// steady prints the gauges, and after a run of a minute or more fails if one has grown.
func steady(d time.Duration) {
	for i := range gauges {
		g := &gauges[i]
		fmt.Printf("%-10s %v at least, %v at most in the quarters\n", g.name, g.least, g.most)
		if d >= time.Minute && g.least[3] > g.least[1]*5/4+g.slack {
			fail("%s: more and more: %v at least in the quarters of the time", g.name, g.least)
		}
	}
}
