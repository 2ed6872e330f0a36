// What moves a call to another piece of stack must not show: arguments, results, large frames, panics, recover, Goexit, callers.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

//go:noinline
func at(depth int, f func()) {
	if depth > 0 {
		at(depth-1, f)
		return
	}
	f()
}

type big struct{ a [9]int }

//go:noinline
func carry(a, b, c, d, e, f, g int, x, y float64, v big, s string, list []int) (int, big, float64, string) {
	var room [64]int
	room[a] = b
	v.a[a] += c + d + e + f + g + room[a] + len(list)
	return v.a[a], v, x * y, s + "!"
}

//go:noinline
func frame30(n int) int {
	var room [30 << 7]int
	for i := range room {
		room[i] = n + i
	}
	return room[n%len(room)] + frameSmall(&room)
}

func frameSmall(p *[30 << 7]int) int { return p[0] }

//go:noinline
func frame60(n int) int {
	var room [60 << 7]int
	for i := range room {
		room[i] = n + i
	}
	if n > 0 {
		return frame60(n-1) + room[n]
	}
	return room[0]
}

//go:noinline
func frame4M(n int) int {
	var room [4 << 20]byte
	room[n] = 1
	if n > 0 {
		return frame4M(n-1) + int(room[n])
	}
	return 0
}

func main() {
	// every depth around the first boundaries
	for depth := 0; depth < 1600; depth++ {
		at(depth, func() {
			n, v, x, s := carry(1, 2, 3, 4, 5, 6, 7, 1.5, 3, big{[9]int{1, 2, 3}}, "carried", []int{1, 2})
			if n != 31 || v.a[1] != 31 || v.a[2] != 3 || x != 4.5 || s != "carried!" {
				fmt.Println("wrong", depth, n, v, x, s)
			}
		})
		func() {
			defer func() {
				if r := recover(); r != depth {
					fmt.Println("recovered", r, "at", depth)
				}
			}()
			at(depth, func() { panic(depth) })
		}()
		at(depth, func() {
			defer func() {
				if e := recover().(runtime.Error); !strings.Contains(e.Error(), "nil pointer") {
					fmt.Println(e)
				}
			}()
			var p *big
			p.a[1]++
		})
		at(depth, func() {
			defer func() {
				recover() // of the second
				if recover() != nil {
					fmt.Println("two panics")
				}
			}()
			defer func() {
				defer func() { panic("third") }()
				panic("second")
			}()
			panic("first")
		})
	}
	for depth := 0; depth < 1600; depth += 7 {
		at(depth, func() {
			if n := frame30(5); n != 15 {
				fmt.Println("30", n)
			}
			if n := frame60(2); n != 4+2+0 {
				fmt.Println("60", n)
			}
		})
	}
	at(300, func() { fmt.Println(frame4M(20)) })

	// callers
	pcs := make([]uintptr, 3000)
	base := runtime.Callers(0, pcs)
	for depth := 0; depth < 1600; depth++ {
		at(depth, func() {
			if n := runtime.Callers(0, pcs); n != base+depth+2 {
				fmt.Println("callers", n, "at", depth)
			}
			frames := runtime.CallersFrames(pcs[2 : depth+4])
			for i := 0; ; i++ {
				f, more := frames.Next()
				if want := "main.at"; i <= depth && f.Function != want {
					fmt.Println("frame", i, f.Function, "at", depth)
				}
				if !more {
					break
				}
			}
		})
	}

	// a goroutine that ends deep, and one that is left by Goexit
	done := make(chan int)
	for depth := 0; depth < 3000; depth += 111 {
		go func(depth int) {
			defer func() { done <- depth }()
			at(depth, runtime.Goexit)
		}(depth)
	}
	sum := 0
	for depth := 0; depth < 3000; depth += 111 {
		sum += <-done
	}
	fmt.Println(sum)

	// parked deep, woken, with collections between
	wake := make(chan *big)
	for i := 0; i < 50; i++ {
		go func(i int) {
			at(i*500, func() {
				p := &big{}
				p.a[3] = i
				q := <-wake
				at(i*10, runtime.GC)
				done <- p.a[3] + q.a[3]
			})
		}(i)
	}
	runtime.Gosched()
	sum = 0
	for i := 0; i < 50; i++ {
		runtime.GC()
		p := &big{}
		p.a[3] = 1000
		wake <- p
		sum += <-done
	}
	fmt.Println(sum)
}
