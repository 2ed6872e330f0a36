// A fault in memory that happens to lie right below a goroutine's stack is no overflow of the stack.
package main

import (
	"fmt"
	"runtime/debug"
	"syscall"
)

func read(p *byte) (err error) {
	defer func() {
		err, _ = recover().(error)
	}()
	_ = *p
	*p++
	return nil
}

func main() {
	debug.SetPanicOnFault(true)
	const size = 32 << 10
	faults := 0
	for i := 0; i < 4000; i++ { // the kernel places them downwards from where there is room, as it did the stacks
		m, err := syscall.Mmap(-1, 0, size, syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			panic(err)
		}
		if read(&m[0]) != nil && read(&m[size-1]) != nil {
			faults++
		}
	}
	fmt.Println(faults)
}
