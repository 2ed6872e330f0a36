// A system call that the kernel keeps per thread is made on every thread: whoever asks later gets the same answer.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"syscall"
	"unsafe"
)

const prSetName, prGetName = 15, 16

func addr(p *[16]byte) uintptr { return uintptr(unsafe.Pointer(p)) }

func name() string {
	var buf [16]byte
	syscall.RawSyscall(syscall.SYS_PRCTL, prGetName, addr(&buf), 0)
	n := 0
	for buf[n] != 0 {
		n++
	}
	return string(buf[:n])
}

func main() {
	runtime.GOMAXPROCS(4)
	var started, done sync.WaitGroup
	ask := make(chan bool)
	wrong := make(chan string, 8)
	for i := 0; i < 8; i++ {
		started.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			runtime.LockOSThread()
			started.Done()
			<-ask
			if s := name(); s != "gopher" {
				wrong <- s
			}
		}()
	}
	started.Wait()
	text := [16]byte{'g', 'o', 'p', 'h', 'e', 'r'}
	_, _, e := syscall.AllThreadsSyscall(syscall.SYS_PRCTL, prSetName, addr(&text), 0)
	close(ask)
	done.Wait()
	fmt.Println(e == 0, len(wrong))
}
