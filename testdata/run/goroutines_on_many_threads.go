// Channels, select, locks, pools, locked threads and GOMAXPROCS under one to eight Ps: nothing is lost or done twice.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func pingpong(n int) {
	a, b := make(chan int), make(chan int)
	go func() {
		for v := range a {
			b <- v + 1
		}
		close(b)
	}()
	s := 0
	for i := 0; i < n; i++ {
		a <- i
		s += <-b
	}
	close(a)
	if s != n*(n+1)/2 {
		panic("pingpong")
	}
}

func ring(n, laps int) {
	first := make(chan int)
	in := first
	for i := 0; i < n; i++ {
		out := make(chan int)
		go func(in, out chan int) {
			for v := range in {
				out <- v + 1
			}
			close(out)
		}(in, out)
		in = out
	}
	v := 0
	for l := 0; l < laps; l++ {
		first <- v
		v = <-in
	}
	if v != n*laps {
		panic("ring")
	}
	close(first)
	<-in
}

func fanin(k, n int) {
	var chs []chan int
	for i := 0; i < k; i++ {
		c := make(chan int, i%3)
		chs = append(chs, c)
		go func() {
			for j := 0; j < n; j++ {
				c <- 1
			}
			close(c)
		}()
	}
	a, b, c, d := chs[0], chs[1], chs[2], chs[3]
	s := 0
	for a != nil || b != nil || c != nil || d != nil {
		var v int
		var ok bool
		select {
		case v, ok = <-a:
			if !ok {
				a = nil
			}
		case v, ok = <-b:
			if !ok {
				b = nil
			}
		case v, ok = <-c:
			if !ok {
				c = nil
			}
		case v, ok = <-d:
			if !ok {
				d = nil
			}
		}
		s += v
	}
	if s != 4*n {
		panic(fmt.Sprint("fanin ", s))
	}
}

func storm() {
	var wg sync.WaitGroup
	c := make(chan *[8]int, 3)
	var sum int64
	for i := 0; i < 50; i++ {
		wg.Add(2)
		go func(i int) {
			defer wg.Done()
			for j := 0; j < 100; j++ {
				x := new([8]int)
				x[3] = j
				select {
				case c <- x:
				case <-time.After(time.Second * 10):
					panic("timeout")
				}
			}
		}(i)
		go func() {
			defer wg.Done()
			for j := 0; j < 100; j++ {
				x := <-c
				atomic.AddInt64(&sum, int64(x[3]))
			}
		}()
	}
	wg.Wait()
	if sum != 50*99*100/2 {
		panic(fmt.Sprint("storm ", sum))
	}
}

func cond() {
	var mu sync.Mutex
	cv := sync.NewCond(&mu)
	n := 0
	var wg sync.WaitGroup
	for i := 0; i < 20; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for j := 0; j < 100; j++ {
				mu.Lock()
				for n%20 != i {
					cv.Wait()
				}
				n++
				cv.Broadcast()
				mu.Unlock()
			}
		}(i)
	}
	wg.Wait()
	if n != 2000 {
		panic("cond")
	}
}

func rw() {
	var mu sync.RWMutex
	m := map[int]int{}
	var wg sync.WaitGroup
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for j := 0; j < 2000; j++ {
				if j%10 == 0 {
					mu.Lock()
					m[i*10000+j] = j
					mu.Unlock()
				} else {
					mu.RLock()
					_ = m[j]
					mu.RUnlock()
				}
			}
		}(i)
	}
	wg.Wait()
	if len(m) != 2000 {
		panic("rw")
	}
}

func pool() {
	p := sync.Pool{New: func() any { return new([100]byte) }}
	var wg sync.WaitGroup
	for i := 0; i < 16; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 500; j++ {
				x := p.Get().(*[100]byte)
				x[5]++
				if j%250 == 0 {
					runtime.GC()
				}
				p.Put(x)
			}
		}()
	}
	wg.Wait()
}

func gomaxprocs() {
	old := runtime.GOMAXPROCS(0)
	done := make(chan bool)
	go func() {
		for i := 0; i < 50; i++ {
			runtime.GOMAXPROCS(1 + i%6)
			runtime.Gosched()
		}
		close(done)
	}()
	for i := 0; ; i++ {
		select {
		case <-done:
			runtime.GOMAXPROCS(old)
			return
		default:
			pingpong(10)
		}
	}
}

func locked() {
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			runtime.LockOSThread()
			if i%2 == 0 {
				defer runtime.UnlockOSThread()
			}
			pingpong(50)
		}(i)
	}
	wg.Wait()
}

func main() {
	for _, procs := range []int{1, 2, 4, 8} {
		runtime.GOMAXPROCS(procs)
		pingpong(2000)
		ring(200, 5)
		fanin(4, 500)
		storm()
		cond()
		rw()
		pool()
		locked()
	}
	gomaxprocs()
	for i := 0; runtime.NumGoroutine() > 1; i++ {
		if i > 1000 {
			panic(fmt.Sprint("left ", runtime.NumGoroutine()))
		}
		time.Sleep(time.Millisecond)
	}
	fmt.Println("ok")
}
