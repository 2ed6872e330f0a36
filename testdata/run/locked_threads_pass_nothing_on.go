// A goroutine that is locked to its thread may change it; no other thread is made in its image, and it ends with its goroutine.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

const name = "odd one"

func rename() {
	const prSetName = 15
	b := []byte(name + "\x00")
	if _, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, prSetName, uintptr(unsafe.Pointer(&b[0])), 0); e != 0 {
		panic(e)
	}
}

// renamed counts the threads that have the name.
func renamed() int {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		panic(err)
	}
	n := 0
	for _, t := range tasks {
		comm, _ := os.ReadFile("/proc/self/task/" + t.Name() + "/comm")
		if strings.TrimSpace(string(comm)) == name {
			n++
		}
	}
	return n
}

// block keeps a thread busy in the kernel.
func block(wg *sync.WaitGroup) {
	defer wg.Done()
	t := syscall.NsecToTimespec(20e6)
	syscall.Nanosleep(&t, nil)
}

func init() { runtime.LockOSThread() } // main keeps the first thread, which never ends

func main() {
	runtime.GOMAXPROCS(8)
	count := make(chan int)
	go func() {
		runtime.LockOSThread()
		rename()
		var wg sync.WaitGroup
		for i := 0; i < 30; i++ {
			wg.Add(1)
			go block(&wg)
			if i%3 == 0 {
				runtime.Gosched() // hands the processor to another thread
			}
		}
		count <- renamed()
		wg.Wait()
		count <- renamed()
		for i := 0; i < 30; i++ { // its end hands the processor on
			wg.Add(1)
			go block(&wg)
		}
	}()
	fmt.Println(<-count, <-count)
	for try := 0; renamed() != 0; try++ {
		if try == 1000 {
			fmt.Println("still there:", renamed())
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	fmt.Println("gone")
}
