// The memory under stacks that were deep goes back to the system, of goroutines that have ended and of those that sleep.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
)

func resident() (mb int) {
	b, _ := os.ReadFile("/proc/self/statm")
	var all, pages int
	fmt.Fscan(strings.NewReader(string(b)), &all, &pages)
	return pages * os.Getpagesize() >> 20
}

//go:noinline
func deep(n int, f func()) int {
	var a [16]int
	a[n&15] = n
	if n == 0 {
		f()
		return 0
	}
	return deep(n-1, f) + a[(n+1)&15]
}

func round(goroutines, depth int, end bool) {
	var down, up, all sync.WaitGroup
	down.Add(goroutines)
	up.Add(goroutines)
	all.Add(goroutines)
	turn, last := make(chan bool), make(chan bool)
	for i := 0; i < goroutines; i++ {
		go func() {
			deep(depth, func() {
				down.Done()
				<-turn
			})
			up.Done()
			if !end {
				<-last
			}
			all.Done()
		}()
	}
	down.Wait()
	top := resident()
	close(turn)
	up.Wait()
	if end {
		all.Wait()
	}
	for i := 0; i < 4; i++ {
		debug.FreeOSMemory()
	}
	left := resident()
	fmt.Println(goroutines, depth, end, top > 60, left < 50)
	if left >= 50 {
		fmt.Println("at first", top, "MB, then", left, "MB")
	}
	close(last)
	all.Wait()
}

func main() {
	for _, end := range []bool{true, false} {
		round(2500, 170, end) // less than 40 KiB each
		round(300, 3000, end)
		round(30, 30000, end)
	}
}
