package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// signals: each signal that the process sends itself arrives (several of one kind may arrive as one), whatever it interrupts.
func signals(l *load) {
	kinds := []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGHUP, syscall.SIGWINCH}
	stop := make(chan bool)
	busy := make(chan bool)
	go func() { // something to interrupt
		x := random(1)
		for {
			select {
			case <-stop:
				close(busy)
				return
			default:
				for i := 0; i < 100000; i++ {
					x.next()
				}
			}
		}
	}()
	l.each(len(kinds), func(r *random, i int) {
		c := make(chan os.Signal, 1)
		other := make(chan os.Signal, 1)
		signal.Notify(c, kinds[i])
		defer signal.Stop(c)
		for !l.over() {
			if r.n(10) == 0 {
				signal.Notify(other, kinds[i])
				signal.Stop(other)
			}
			n := 1 + r.n(5)
			for k := 0; k < n; k++ {
				if err := syscall.Kill(syscall.Getpid(), kinds[i]); err != nil {
					fail("kill: %v", err)
				}
			}
			if s := <-c; s != kinds[i] {
				fail("signal %v instead of %v", s, kinds[i])
			}
			for quiet := false; !quiet; { // what arrived as a second one
				select {
				case <-c:
				case <-time.After(200 * time.Microsecond):
					quiet = true
				}
			}
			l.step()
		}
	})
	close(stop)
	<-busy
}
