package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func waitABit() { time.Sleep(time.Millisecond) }

// A letter carries its own checksum, so one that arrives twice, never or changed is seen.
type letter struct {
	from, n int
	sum     uint64
	text    string
}

func (m *letter) mix() uint64 { return uint64(m.from)*1e9 + uint64(m.n)*31 + uint64(len(m.text)) }

// storm: producers and consumers over four channels, choosing by select; every letter arrives once.
func storm(l *load, r *random) {
	const each = 400
	producers, consumers := 1+r.n(6), 1+r.n(6)
	var c [4]chan *letter
	for i := range c {
		c[i] = make(chan *letter, r.n(3)*r.n(20))
	}
	var sent, got uint64
	var count int64
	var senders, receivers sync.WaitGroup
	for p := 0; p < producers; p++ {
		senders.Add(1)
		go func(p int, r random) {
			defer senders.Done()
			for i := 0; i < each; i++ {
				m := &letter{from: p, n: i, text: "some text"[:r.n(10)]}
				m.sum = m.mix()
				atomic.AddUint64(&sent, m.sum)
				switch r.n(4) {
				case 0:
					c[r.n(4)] <- m
				case 1:
					select {
					case c[0] <- m:
					case c[1] <- m:
					}
				case 2:
					var never chan *letter
					select {
					case c[2] <- m:
					case c[3] <- m:
					case never <- m:
						fail("sent to a nil channel")
					}
				case 3:
					select {
					case c[r.n(4)] <- m:
					default:
						c[r.n(4)] <- m
					}
				}
			}
		}(p, random(r.next()|1))
	}
	for q := 0; q < consumers; q++ {
		receivers.Add(1)
		go func() {
			defer receivers.Done()
			in := c
			for open := len(in); open > 0; {
				var m *letter
				var ok bool
				var from int
				select {
				case m, ok = <-in[0]:
					from = 0
				case m, ok = <-in[1]:
					from = 1
				case m, ok = <-in[2]:
					from = 2
				case m, ok = <-in[3]:
					from = 3
				}
				if !ok {
					in[from] = nil
					open--
					continue
				}
				if m.sum != m.mix() {
					fail("letter %d of %d has changed", m.n, m.from)
				}
				atomic.AddUint64(&got, m.sum)
				atomic.AddInt64(&count, 1)
				l.step()
			}
		}()
	}
	senders.Wait()
	for i := range c {
		close(c[i])
	}
	receivers.Wait()
	if want := int64(producers * each); count != want || got != sent {
		fail("%d letters sent, %d arrived; sums %d and %d", want, count, sent, got)
	}
}

// handoff: a token goes to and fro by unbuffered channels, a mutex with condition, and a semaphore made of a buffered channel.
func handoff(l *load, r *random) {
	a, b := make(chan int), make(chan int)
	n := 200 + r.n(200)
	go func() {
		for v := range a {
			b <- v + 1
		}
		close(b)
	}()
	for i := 0; i < n; i++ {
		a <- i
		if v := <-b; v != i+1 {
			fail("%d came back as %d", i, v)
		}
		l.step()
	}
	close(a)
	if _, ok := <-b; ok {
		fail("a closed channel gave a value")
	}
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	turn, players := 0, 2+r.n(6)
	var wg sync.WaitGroup
	for p := 0; p < players; p++ {
		wg.Add(1)
		go func(p int) {
			defer wg.Done()
			for i := 0; i < 50; i++ {
				mu.Lock()
				for turn%players != p {
					cond.Wait()
				}
				turn++
				mu.Unlock()
				cond.Broadcast()
				l.step()
			}
		}(p)
	}
	wg.Wait()
	if turn != 50*players {
		fail("%d turns of %d", turn, 50*players)
	}
}

// locks: counters that only a mutex, a reader-writer lock and a semaphore protect.
func locks(l *load, r *random) {
	var mu sync.Mutex
	var rw sync.RWMutex
	sem := make(chan bool, 1)
	var a, b, c int
	workers := 2 + r.n(10)
	var wg sync.WaitGroup
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func(r random) {
			defer wg.Done()
			for i := 0; i < 200; i++ {
				mu.Lock()
				a++
				if r.n(50) == 0 {
					runtime.Gosched()
				}
				mu.Unlock()
				rw.RLock()
				if b < 0 || b > 200*workers {
					fail("b is %d", b)
				}
				rw.RUnlock()
				rw.Lock()
				b++
				rw.Unlock()
				sem <- true
				c++
				<-sem
			}
			l.step()
		}(random(r.next() | 1))
	}
	wg.Wait()
	if want := 200 * workers; a != want || b != want || c != want {
		fail("counters %d %d %d, not %d", a, b, c, want)
	}
}

// closing: goroutines that wait for one channel in many ways all wake when it closes.
func closing(l *load, r *random) {
	quit, none := make(chan bool), make(chan int)
	waiters := 50 + r.n(200)
	var woke int64
	var wg sync.WaitGroup
	for i := 0; i < waiters; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			switch i % 3 {
			case 0:
				<-quit
			case 1:
				select {
				case <-quit:
				case <-none:
				}
			case 2:
				for range quit {
				}
			}
			atomic.AddInt64(&woke, 1)
		}(i)
	}
	if r.n(2) == 0 {
		waitABit()
	}
	close(quit)
	wg.Wait()
	if woke != int64(waiters) {
		fail("%d of %d woke", woke, waiters)
	}
	l.step()
}

func channels(l *load) {
	l.each(l.of(8, 2), func(r *random, i int) {
		for !l.over() {
			switch r.n(4) {
			case 0:
				storm(l, r)
			case 1:
				handoff(l, r)
			case 2:
				locks(l, r)
			case 3:
				closing(l, r)
			}
		}
	})
}
