// What a process does with a signal that it sends to itself, in each state that os/signal can be in.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
)

const last = syscall.SIGPWR // os/signal passes lower ones first

func child(mode string, sig syscall.Signal) {
	c, end := make(chan os.Signal, 10), make(chan os.Signal, 1)
	switch mode {
	case "notify":
		signal.Notify(c, sig)
	case "notify all":
		signal.Notify(c)
	case "stop":
		signal.Notify(c, sig)
		signal.Stop(c)
	case "reset":
		signal.Notify(c, sig)
		signal.Reset(sig)
	case "ignore":
		signal.Ignore(sig)
	case "ignore, notify":
		signal.Ignore(sig)
		signal.Notify(c, sig)
	case "notify, ignore":
		signal.Notify(c, sig)
		signal.Ignore(sig)
	case "ignore, reset":
		signal.Ignore(sig)
		signal.Reset(sig)
	}
	runtime.LockOSThread()
	ignored := signal.Ignored(sig)
	signal.Notify(end, last)
	for i := 0; i < 2; i++ {
		syscall.Tgkill(syscall.Getpid(), syscall.Gettid(), sig) // the handler has run when it returns
		syscall.Tgkill(syscall.Getpid(), syscall.Gettid(), last)
		<-end
		got := "nothing"
		for more := true; more; {
			select {
			case s := <-c:
				if s != last {
					got = fmt.Sprint(int(s.(syscall.Signal)))
				}
			default:
				more = false
			}
		}
		fmt.Print(ignored, " ", got, "; ")
	}
}

func main() {
	if len(os.Args) > 1 {
		var n int
		fmt.Sscan(os.Args[2], &n)
		child(os.Args[1], syscall.Signal(n))
		return
	}
	var reports []*string
	room := make(chan bool, 8)
	var wg sync.WaitGroup
	try := func(parent, mode string, sig int) {
		r := new(string)
		reports = append(reports, r)
		wg.Add(1)
		room <- true
		go func() {
			script := `exec "$0" "$@"`
			if parent == "ignored" {
				script = "trap '' HUP INT USR1 CHLD; " + script
			}
			out, err := exec.Command("/bin/sh", "-c", script, os.Args[0], mode, fmt.Sprint(sig)).Output()
			*r = fmt.Sprint(mode, " ", sig, " ", parent, ": ", string(out), err)
			<-room
			wg.Done()
		}()
	}
	for _, mode := range []string{"nothing", "notify", "notify all", "stop", "reset", "ignore", "ignore, notify", "notify, ignore", "ignore, reset"} {
		for _, sig := range []int{1, 2, 3, 10, 13, 14, 15, 16, 17, 18, 26, 27, 28, 34} {
			if mode != "ignore, notify" || sig != 13 { // which thread gets it decides there, in gc
				try("default", mode, sig)
			}
		}
		for _, sig := range []int{1, 2, 10, 17} {
			try("ignored", mode, sig)
		}
	}
	wg.Wait()
	for _, r := range reports {
		fmt.Println(*r)
	}
}
