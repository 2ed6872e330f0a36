// GODEBUG=alloctrace=1 prints what each floor of the allocator was asked, by size class.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

type node struct {
	next, prev *node
	v          [4]int // 48 bytes, with pointers
}

var (
	sink   *node
	bytes_ []byte
)

func work() {
	for i := 0; i < 100000; i++ {
		sink = &node{next: sink}
		if i%1000 == 0 {
			sink = nil
		}
	}
	for i := 0; i < 10; i++ {
		bytes_ = make([]byte, 1<<20)
	}
}

func main() {
	if len(os.Args) > 1 {
		work()
		return
	}
	cmd := exec.Command(os.Args[0], "work")
	cmd.Env = append(os.Environ(), "GODEBUG=alloctrace=1")
	var out bytes.Buffer
	cmd.Stderr = &out
	if err := cmd.Run(); err != nil {
		fmt.Println(err)
	}
	for _, line := range strings.Split(out.String(), "\n") {
		f := strings.Fields(line)
		if len(f) == 12 && f[2] == "48" && f[3] == "scan" {
			var n [8]uint64
			for i := range n {
				fmt.Sscan(f[4+i], &n[i])
			}
			hits, hitBytes, runs, refills, grows, grown, spans, freed := n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]
			fmt.Println("hits", hits >= 100000 && hits < 102000, hitBytes == 48*hits)
			fmt.Println("each run serves several hits, each refill several runs:", runs < hits/10 && refills < runs && refills > 0)
			fmt.Println("a span is made less often than traded:", grows > 0 && grows <= refills, grown == grows*8192)
			fmt.Println("no span was lost:", spans <= grows, "nothing is freed twice:", freed <= hits)
		}
		if len(f) == 12 && f[1] == "0" && f[3] == "noscan" {
			fmt.Println("large", f[4], "spans made", f[8])
		}
		if i := strings.Index(line, "heap asked the OS "); i >= 0 {
			var times int
			fmt.Sscan(line[i+len("heap asked the OS "):], &times)
			fmt.Println("OS requests:", times > 0)
		}
	}
}
