// The fields of runtime.MemStats agree with each other and with what the program does.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

var keep [][]byte

func check(what string, ok bool) {
	if !ok {
		fmt.Println("wrong:", what)
	}
}

func read() *runtime.MemStats {
	m := new(runtime.MemStats)
	runtime.ReadMemStats(m)
	check("HeapSys is in use or idle", m.HeapSys == m.HeapInuse+m.HeapIdle)
	check("HeapReleased is idle", m.HeapReleased <= m.HeapIdle)
	check("Alloc", m.Alloc == m.HeapAlloc && m.HeapAlloc <= m.HeapInuse && m.Alloc <= m.TotalAlloc)
	check("HeapObjects", m.HeapObjects == m.Mallocs-m.Frees)
	check("Sys is the sum", m.Sys == m.HeapSys+m.StackSys+m.MSpanSys+m.MCacheSys+m.BuckHashSys+m.GCSys+m.OtherSys)
	check("in use is of Sys", m.StackInuse <= m.StackSys && m.MSpanInuse <= m.MSpanSys && m.MCacheInuse <= m.MCacheSys)
	check("none is 0", m.StackInuse > 0 && m.MSpanInuse > 0 && m.MCacheInuse > 0 && m.GCSys > 0 && m.OtherSys > 0)
	check("less than 64 GiB", m.Sys < 64<<30 && m.HeapSys < 64<<30)
	check("Lookups", m.Lookups == 0)
	check("flags", m.EnableGC && !m.DebugGC)
	check("GCCPUFraction", m.GCCPUFraction >= 0 && m.GCCPUFraction <= 1)
	var mallocs, frees, size uint64
	for i, c := range m.BySize {
		check("sizes ascend", i == 0 || uint64(c.Size) > size)
		size = uint64(c.Size)
		check("frees of a size", c.Frees <= c.Mallocs)
		mallocs, frees = mallocs+c.Mallocs, frees+c.Frees
	}
	check("BySize's sums", mallocs <= m.Mallocs && frees <= m.Frees)
	return m
}

func class(m *runtime.MemStats, size uint32) int {
	for i, c := range m.BySize {
		if c.Size >= size {
			return i
		}
	}
	return -1
}

// fill keeps n more slices. Their addresses stay on a stack that ends.
func fill(n, size int) {
	done := make(chan bool)
	go func() {
		for i := 0; i < n; i++ {
			keep = append(keep, make([]byte, size))
		}
		done <- true
	}()
	<-done
}

func main() {
	debug.SetGCPercent(-1)
	runtime.GC()
	a := read()
	const n, size, large = 10000, 208, 1 << 20
	fill(n, size)
	runtime.GC() // what append left behind; GODEBUG=gcstress collects in between
	b := read()
	c := class(a, size)
	check("size class", a.BySize[c].Size == size)
	check("Mallocs counts", b.Mallocs-a.Mallocs >= n && b.BySize[c].Mallocs-a.BySize[c].Mallocs >= n)
	check("Mallocs counts no more", b.BySize[c].Mallocs-a.BySize[c].Mallocs < n+1000)
	check("TotalAlloc counts", b.TotalAlloc-a.TotalAlloc >= n*size)
	check("Alloc counts", b.Alloc-a.Alloc >= n*size)
	fill(16, large)
	d := read()
	check("large objects", d.Mallocs-b.Mallocs >= 16 && d.TotalAlloc-b.TotalAlloc >= 16*large && d.HeapInuse-b.HeapInuse >= 16*large)
	keep = nil
	runtime.GC()
	runtime.GC()
	e := read()
	check("Frees counts", e.Frees-d.Frees >= n && e.BySize[c].Frees-d.BySize[c].Frees >= n-100)
	check("Alloc falls", d.Alloc-e.Alloc >= n*size+15*large && e.TotalAlloc >= d.TotalAlloc)
	check("HeapInuse falls", d.HeapInuse-e.HeapInuse >= 15*large)
	check("NumGC", e.NumGC >= d.NumGC+2 && e.NumForcedGC >= d.NumForcedGC+2)
	check("pauses", e.PauseTotalNs > d.PauseTotalNs && e.PauseNs[(e.NumGC+255)%256] > 0)
	check("PauseEnd", e.PauseEnd[(e.NumGC+255)%256] > 0 && e.PauseEnd[(e.NumGC+255)%256] <= uint64(time.Now().UnixNano()))
	check("LastGC", time.Since(time.Unix(0, int64(e.LastGC))) < time.Minute)
	debug.SetGCPercent(100)
	check("NextGC", read().NextGC < 1<<30)
	debug.FreeOSMemory()
	f := read()
	check("HeapReleased rises", f.HeapReleased-e.HeapReleased >= 8*large && f.HeapIdle-f.HeapReleased < 8*large)
	fmt.Println("done")
}
