// A stack grows, and overflows, wherever code runs: in init, finalizers, deferred calls of a panic and of Goexit, on locked threads, in functions
// of MakeFunc, in comparisons and callbacks, on goroutines of timers, while signals come in.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"reflect"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
	"syscall"
	"time"
)

const enough = 300000 // frames: over three borders

//go:noinline
func dive(n int) int {
	var a [4]int
	a[n&3] = n
	if n == 0 {
		return 0
	}
	return dive(n-1) + 1 + a[(n+1)&3]
}

type key struct{ next any }

func chain(n int) any {
	var k any = 1
	for ; n > 0; n-- {
		k = key{k}
	}
	return k
}

var how = map[string]func(n int) int{
	"main": dive,
	"goroutine": func(n int) int {
		c := make(chan int)
		go func() { c <- dive(n) }()
		return <-c
	},
	"deferred": func(n int) (r int) {
		defer func() { r = dive(n) }()
		return 0
	},
	"panicking": func(n int) (r int) {
		defer func() { recover() }()
		defer func() { r = dive(n) }()
		panic(1)
	},
	"panicking twice": func(n int) (r int) {
		defer func() { recover() }()
		defer func() { r += dive(n) / 2 }()
		defer func() {
			defer func() { r += dive(n) / 2 }()
			panic(2)
		}()
		var p *[4]int
		return p[2]
	},
	"recovered deep": func(n int) (r int) {
		var down func(int)
		down = func(k int) {
			if k == 0 {
				panic(n)
			}
			down(k - 1)
		}
		defer func() { r = dive(recover().(int)) }()
		down(n)
		return 0
	},
	"goexit": func(n int) int {
		c := make(chan int)
		go func() {
			defer func() { c <- dive(n) }()
			runtime.Goexit()
		}()
		return <-c
	},
	"finalizer": func(n int) int {
		c := make(chan int, 10)
		for i := 0; i < 10; i++ {
			runtime.SetFinalizer(&[5]int{i}, func(*[5]int) { c <- dive(n) })
		}
		runtime.GC()
		return <-c
	},
	"locked": func(n int) int {
		c := make(chan int)
		go func() {
			runtime.LockOSThread()
			c <- dive(n)
		}()
		return <-c
	},
	"makefunc": func(n int) int {
		f := reflect.MakeFunc(reflect.TypeOf(dive), func(in []reflect.Value) []reflect.Value {
			return []reflect.Value{reflect.ValueOf(dive(int(in[0].Int())))}
		}).Interface().(func(int) int)
		return f(n)
	},
	"reflected": func(n int) int {
		return int(reflect.ValueOf(dive).Call([]reflect.Value{reflect.ValueOf(n)})[0].Int())
	},
	"sort": func(n int) (r int) {
		sort.Slice([]int{2, 1}, func(i, j int) bool { r = dive(n); return false })
		return r
	},
	"timer": func(n int) int {
		c := make(chan int)
		time.AfterFunc(time.Millisecond, func() { c <- dive(n) })
		return <-c
	},
	"equal": func(n int) int {
		if chain(n) == chain(n) {
			return n
		}
		return 0
	},
	"hash": func(n int) int { return map[any]int{chain(n): n}[chain(n)] },
	"signals": func(n int) (r int) {
		c := make(chan os.Signal, 100)
		signal.Notify(c, syscall.SIGUSR1)
		stop := make(chan bool)
		go func() {
			for {
				select {
				case <-stop:
					return
				default:
					syscall.Kill(syscall.Getpid(), syscall.SIGUSR1)
					syscall.Kill(syscall.Getpid(), syscall.SIGURG)
					syscall.Kill(syscall.Getpid(), syscall.SIGPROF)
					runtime.Gosched()
				}
			}
		}()
		for i := 0; i < 20; i++ {
			r = dive(n)
		}
		close(stop)
		return r
	},
}

func init() {
	if len(os.Args) > 1 && os.Args[1] == "init" {
		debug.SetMaxStack(20 << 20)
		dive(1 << 40)
	}
	if dive(enough) != enough {
		fmt.Println("wrong in init")
	}
}

func main() {
	if len(os.Args) > 1 {
		debug.SetMaxStack(20 << 20)
		n := 1 << 40
		if os.Args[1] == "equal" || os.Args[1] == "hash" {
			n = 3000000
		}
		how[os.Args[1]](n)
		return
	}
	var names []string
	for name := range how {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range append(names, "init") {
		if f := how[name]; f != nil {
			fmt.Print(name, " ", f(enough) == enough)
		} else {
			fmt.Print(name)
		}
		out, err := exec.Command(os.Args[0], name).CombinedOutput()
		fmt.Println("", strings.Count(string(out), "fatal error: stack overflow"), err)
	}
}
