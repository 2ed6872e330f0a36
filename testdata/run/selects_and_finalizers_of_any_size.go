// A select may have 65536 cases, and a finalizer results of any size: more than the runtime has stack for.
package main

import (
	"fmt"
	"reflect"
	"runtime"
	"time"
)

//go:noinline
func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n-1) + 1
}

func finalized() int {
	done := make(chan int, 10)
	for i := 0; i < 10; i++ {
		runtime.SetFinalizer(&[4]int{i}, func(p *[4]int) (r [1 << 20]byte) {
			r[5] = 1
			done <- deep(100000)
			return
		})
	}
	runtime.GC()
	return <-done
}

// ready: the case that is, before the select or after it sleeps; the others are of both directions.
func selects(n, ready int, sleeps bool) {
	cases := make([]reflect.SelectCase, n)
	for i := range cases {
		cases[i] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(make(chan *int))}
		if i%2 == 1 {
			cases[i].Dir = reflect.SelectSend
			cases[i].Send = reflect.ValueOf(new(int))
		}
	}
	c := cases[ready].Chan.Interface().(chan *int)
	got := make(chan int)
	act := func() {
		if sleeps {
			time.Sleep(10 * time.Millisecond)
			runtime.GC()
		}
		if ready%2 == 1 {
			got <- *<-c
		} else {
			n := 5
			c <- &n
			got <- 5
		}
	}
	go act()
	if !sleeps {
		time.Sleep(10 * time.Millisecond)
	}
	i, v, ok := reflect.Select(cases)
	fmt.Println(n, i, ok, i%2 == 1 || *v.Interface().(*int) == 5, <-got)
}

func main() {
	fmt.Println(finalized())
	for _, n := range []int{1, 31, 32, 33, 300, 3000, 60000} {
		for _, sleeps := range []bool{false, true} {
			end := make(chan bool)
			go func() {
				selects(n, n-1, sleeps)
				selects(n, n/2, sleeps)
				end <- true
			}()
			<-end
		}
	}
}
