package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func recurse(n int, pad [16]uint64) uint64 {
	if n == 0 {
		return pad[3]
	}
	pad[n&15] += uint64(n)
	return recurse(n-1, pad) + pad[n&15]&1
}

// spin keeps a processor without a call, so that only preemption lets others run.
func spin(flag *int32) {
	for n := 0; n < 2000000 && atomic.LoadInt32(flag) == 0; n++ {
	}
}

// life is what one goroutine does before it ends, in one of many ways.
func life(l *load, r random, depth int, ended *int64, wg *sync.WaitGroup) {
	defer wg.Done()
	defer atomic.AddInt64(ended, 1)
	switch r.n(10) {
	case 0:
		recurse(r.n(depth), [16]uint64{1, 2, 3, 4})
	case 1:
		runtime.Goexit()
	case 2:
		defer func() {
			if e := recover(); e != "expected" {
				fail("recovered %v", e)
			}
		}()
		panic("expected")
	case 3:
		defer func() {
			if _, ok := recover().(runtime.Error); !ok {
				fail("no runtime error")
			}
		}()
		var p *[16]uint64
		p[r.n(16)]++
	case 4:
		runtime.LockOSThread()
		runtime.Gosched()
		if r.n(4) != 0 {
			runtime.UnlockOSThread()
		} // else the thread ends with its goroutine
	case 5:
		for i := 0; i < r.n(20); i++ {
			runtime.Gosched()
		}
	case 6: // a blocking system call
		t := syscall.NsecToTimespec(int64(r.n(2000000)))
		syscall.Nanosleep(&t, nil)
	case 7:
		var flag int32
		var done sync.WaitGroup
		done.Add(1)
		go func() {
			atomic.StoreInt32(&flag, 1)
			done.Done()
		}()
		spin(&flag)
		done.Wait()
	case 8:
		time.Sleep(time.Duration(r.n(1000)) * time.Microsecond)
	}
	l.step()
}

// goroutines: they come and go in every way there is, while GOMAXPROCS changes; each runs its deferred calls once.
func goroutines(l *load) {
	procs := runtime.GOMAXPROCS(0)
	l.each(l.of(4, 1), func(r *random, i int) {
		for !l.over() {
			var wg sync.WaitGroup
			var ended int64
			n, depth := 1+r.n(200), 20000
			if r.n(20) == 0 {
				n, depth = 5000, 500
			}
			for k := 0; k < n; k++ {
				wg.Add(1)
				go life(l, random(r.next()|1), depth, &ended, &wg)
			}
			if i == 0 && r.n(4) == 0 {
				runtime.GOMAXPROCS(1 + r.n(2*procs))
			}
			wg.Wait()
			if got := atomic.LoadInt64(&ended); got != int64(n) {
				fail("%d goroutines of %d ended", got, n)
			}
		}
	})
	runtime.GOMAXPROCS(procs)
}
