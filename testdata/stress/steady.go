package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

// A gauge is something of which the process must not have more and more.
type gauge struct {
	name  string
	slack int    // by how much the last quarter's peak may lie above the second's, beside a quarter of it
	peak  [4]int // in each quarter of the time
	read  func() int
}

var gauges = []gauge{
	{name: "MB", slack: 32, read: func() int { return statusField("VmRSS:") / 1024 }},
	{name: "threads", slack: 300, read: func() int { return statusField("Threads:") }},
	{name: "files", slack: 100, read: openFiles},
	{name: "goroutines", slack: 1000, read: runtime.NumGoroutine},
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
		if n := g.read(); n > g.peak[q] {
			g.peak[q] = n
		}
	}
}

// steady prints the gauges' peaks, and after a run of a minute or more fails if one has grown.
func steady(d time.Duration) {
	for i := range gauges {
		g := &gauges[i]
		fmt.Printf("%-10s %v at most in the quarters\n", g.name, g.peak)
		if d >= time.Minute && g.peak[3] > g.peak[1]*5/4+g.slack {
			fail("%s: more and more: %v at most in the quarters of the time", g.name, g.peak)
		}
	}
}
