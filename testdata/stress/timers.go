package main

import (
	"sync/atomic"
	"time"
)

// sleepy: no sleep and no timer ends early, a stopped timer is silent, one that was not stopped fires once.
func sleepy(l *load, r *random) {
	d := time.Duration(r.n(3000)) * time.Microsecond
	start := time.Now()
	switch r.n(6) {
	case 0:
		time.Sleep(d)
	case 1:
		<-time.After(d)
	case 2:
		t := time.NewTimer(d)
		t.Reset(d)
		<-t.C
	case 3:
		var fired int32
		done := make(chan bool, 1)
		t := time.AfterFunc(d, func() {
			atomic.AddInt32(&fired, 1)
			done <- true
		})
		if r.n(2) == 0 {
			time.Sleep(time.Duration(r.n(3000)) * time.Microsecond)
			if t.Stop() {
				time.Sleep(d)
				if atomic.LoadInt32(&fired) != 0 {
					fail("a stopped timer fired")
				}
				return
			}
		}
		<-done
		if n := atomic.LoadInt32(&fired); n != 1 {
			fail("a timer fired %d times", n)
		}
	case 4:
		d += time.Millisecond
		t := time.NewTicker(d)
		for i := 0; i < 3; i++ {
			<-t.C
		}
		t.Stop()
		d *= 2 // the third tick: the first two may have waited in the channel
	case 5:
		timeout := time.NewTimer(d)
		never := make(chan bool)
		select {
		case <-never:
			fail("nobody sends")
		case <-timeout.C:
		}
	}
	if took := time.Since(start); took < d {
		fail("%v have passed after %v", d, took)
	}
}

// timers: hundreds of goroutines that sleep, and a crowd of timers that are made, moved and stopped without anybody waiting.
func timers(l *load) {
	l.each(l.of(200, 20), func(r *random, i int) {
		var crowd [40]*time.Timer
		for !l.over() {
			sleepy(l, r)
			if i%10 == 0 {
				for k := 0; k < 20; k++ {
					t := &crowd[r.n(len(crowd))]
					if *t == nil {
						*t = time.AfterFunc(time.Duration(r.n(5000))*time.Microsecond, l.step)
					} else if r.n(2) == 0 {
						(*t).Stop()
					} else {
						(*t).Reset(time.Duration(r.n(100000)) * time.Microsecond)
					}
				}
			}
			l.step()
		}
		for _, t := range crowd {
			if t != nil {
				t.Stop()
			}
		}
	})
}
