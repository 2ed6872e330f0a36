// Stress drives the runtime hard for a given time and checks all it gets back: contents against their checksums, messages and
// wake-ups against their counts, the heap and the goroutines against what was there before.
//
//	stress [-d duration] [-seed n] [-stall duration] workload...
//
// Several workloads, or "mixed" for all of them, run at once.  It prints a line for each and exits with status 0, or says what is
// wrong and exits with status 2.  A workload that makes no step for the -stall time has lost a wake-up: all goroutines
// are then shown.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// A load is one workload while it runs.
type load struct {
	name     string
	run      func(*load)
	steps    int64 // by all its goroutines; what the watchdog looks at
	seed     uint64
	deadline time.Time
	share    int // how many workloads run at once: each takes 1/share of its goroutines
	ended    int32
}

var workloads = []load{
	{name: "alloc", run: allocate},
	{name: "channels", run: channels},
	{name: "timers", run: timers},
	{name: "signals", run: signals},
	{name: "goroutines", run: goroutines},
	{name: "netpoll", run: netpoll},
}

func (l *load) over() bool { return !time.Now().Before(l.deadline) }
func (l *load) step()      { atomic.AddInt64(&l.steps, 1) }

// of gives n divided among the workloads that run, at least least.
func (l *load) of(n, least int) int {
	if n /= l.share; n < least {
		return least
	}
	return n
}

// each runs f in n goroutines, each with random numbers of its own, and waits for them.
func (l *load) each(n int, f func(r *random, i int)) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			r := random(l.seed*1000003 + uint64(i)*7919 + 1)
			f(&r, i)
		}(i)
	}
	wg.Wait()
}

func fail(format string, args ...interface{}) {
	debug.SetTraceback("all")
	panic("stress: " + fmt.Sprintf(format, args...))
}

type random uint64

func (r *random) next() uint64 {
	x := uint64(*r)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*r = random(x)
	return x * 2685821657736338717
}

func (r *random) n(n int) int { return int(r.next()>>33) % n }

// watch fails when a workload stands still, and reads the gauges.
func watch(loads []*load, stall, d time.Duration) {
	start := time.Now()
	last, since := make([]int64, len(loads)), make([]time.Time, len(loads))
	for i := range since {
		since[i] = start
	}
	for {
		time.Sleep(200 * time.Millisecond)
		now := time.Now()
		sample(float64(now.Sub(start)) / float64(d))
		for i, l := range loads {
			if n := atomic.LoadInt64(&l.steps); n != last[i] || atomic.LoadInt32(&l.ended) != 0 {
				last[i], since[i] = n, now
			} else if now.Sub(since[i]) > stall {
				fail("%s: no step for %v after %d", l.name, stall, n)
			}
		}
	}
}

// settle waits until no goroutine and no memory of the workloads is left.
func settle(goroutines int) {
	var ms runtime.MemStats
	for try := 0; ; try++ {
		runtime.GC()
		runtime.ReadMemStats(&ms)
		if runtime.NumGoroutine() <= goroutines && ms.HeapAlloc < 24<<20 {
			return
		}
		if try == 100 {
			fail("left over: %d goroutines (%d at the start), %d bytes of heap", runtime.NumGoroutine(), goroutines, ms.HeapAlloc)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func choose(names []string) []*load {
	var loads []*load
	for _, name := range names {
		n := len(loads)
		for i := range workloads {
			if name == "mixed" || name == workloads[i].name {
				loads = append(loads, &workloads[i])
			}
		}
		if len(loads) == n {
			fmt.Fprintln(os.Stderr, "stress: no workload", name)
			os.Exit(1)
		}
	}
	return loads
}

func main() {
	d := flag.Duration("d", 10*time.Second, "how long")
	seed := flag.Uint64("seed", 1, "seed of the random numbers")
	stall := flag.Duration("stall", 20*time.Second, "without a step for so long a workload has failed")
	flag.Parse()
	if flag.NArg() == 1 && flag.Arg(0) == "oom" {
		outOfMemory()
	}
	loads := choose(flag.Args())
	go watch(loads, *stall, *d)
	before := runtime.NumGoroutine()
	var wg sync.WaitGroup
	for _, l := range loads {
		l.seed, l.share, l.deadline = *seed, len(loads), time.Now().Add(*d)
		wg.Add(1)
		go func(l *load) {
			defer wg.Done()
			l.run(l)
			atomic.StoreInt32(&l.ended, 1)
		}(l)
	}
	wg.Wait()
	settle(before + 2) // of os/signal and of finalizers
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	for _, l := range loads {
		fmt.Printf("%-10s %10d steps\n", l.name, l.steps)
	}
	fmt.Printf("%d collections\n", ms.NumGC)
	steady(*d)
}
