package main

import (
	"encoding/binary"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// echo sends back what it reads, in pieces as they come.
func echo(c net.Conn, wg *sync.WaitGroup) {
	defer wg.Done()
	defer c.Close()
	buf := make([]byte, 4096)
	for {
		n, err := c.Read(buf)
		if n > 0 {
			if _, err := c.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// converse sends a message whose bytes follow from its seed, and reads it back.
func converse(c io.ReadWriter, r *random, buf []byte) {
	n := 8 + r.n(len(buf)-8)
	if r.n(10) != 0 {
		n = 8 + n%500
	}
	seed := r.next()
	binary.LittleEndian.PutUint64(buf, seed)
	fill(buf[8:n], seed)
	if _, err := c.Write(buf[:n]); err != nil {
		fail("write: %v", err)
	}
	back := make([]byte, n)
	if _, err := io.ReadFull(c, back); err != nil {
		fail("read: %v", err)
	}
	if string(back) != string(buf[:n]) {
		fail("%d bytes came back changed", n)
	}
}

// expire reads where nothing comes: the deadline ends it, not early.
func expire(c net.Conn, r *random) {
	d := time.Duration(1+r.n(3000)) * time.Microsecond
	start := time.Now()
	c.SetReadDeadline(start.Add(d))
	var b [1]byte
	n, err := c.Read(b[:])
	if e, ok := err.(net.Error); n != 0 || !ok || !e.Timeout() {
		fail("read %d bytes, %v, where a timeout was due", n, err)
	}
	if took := time.Since(start); took < d {
		fail("a deadline of %v ended a read after %v", d, took)
	}
	c.SetReadDeadline(time.Time{})
}

// interrupt: a read that waits ends when its connection is closed.
func interrupt(addr string, wg *sync.WaitGroup) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		fail("dial: %v", err)
	}
	done := make(chan error)
	go func() {
		var b [1]byte
		_, err := c.Read(b[:])
		done <- err
	}()
	waitABit()
	c.Close()
	if err := <-done; err == nil {
		fail("a closed connection was read")
	}
}

// pipe: the same talk over an os.Pipe.
func pipe(r *random, buf []byte) {
	in, out, err := os.Pipe()
	if err != nil {
		fail("pipe: %v", err)
	}
	converse(struct {
		io.Reader
		io.Writer
	}{in, out}, r, buf[:4096]) // no more than the pipe holds
	in.Close()
	out.Close()
}

// netpoll: a thousand loopback connections that talk, wait for deadlines and break off.
func netpoll(l *load) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail("listen: %v", err)
	}
	var wg sync.WaitGroup
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			wg.Add(1)
			go echo(c, &wg)
		}
	}()
	addr := listener.Addr().String()
	l.each(l.of(1000, 200), func(r *random, i int) {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			fail("dial: %v", err)
		}
		buf := make([]byte, 20000)
		for !l.over() {
			converse(c, r, buf)
			switch r.n(40) {
			case 0:
				expire(c, r)
			case 1:
				if i%10 == 0 {
					interrupt(addr, &wg)
				}
			case 2:
				pipe(r, buf)
			case 3:
				time.Sleep(time.Duration(r.n(2000)) * time.Microsecond)
			case 4:
				c.(*net.TCPConn).SetLinger(0) // a reset; or the ports would be used up by connections that linger
				c.Close()
				if c, err = net.Dial("tcp", addr); err != nil {
					fail("dial: %v", err)
				}
			}
			l.step()
		}
		c.Close()
	})
	listener.Close()
	wg.Wait()
}
