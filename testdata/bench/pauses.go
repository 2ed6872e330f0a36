// Pauses: 1 GiB of live small linked objects with steady churn, beside a goroutine that ticks every millisecond.
// Standard error has, in milliseconds, how late the ticks came and how long the collector stopped the world.
// bench: pauses
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"time"
)

type node struct {
	next, skip, back *node
	value            uint64
	name             string
	pad              [2]uint64
}

const (
	nodes  = 1 << 24 // of 64 bytes
	length = 64
	churn  = nodes * 3 / 2
)

func makeList(seed uint64) *node {
	var head, skip *node
	for i := uint64(0); i < length; i++ {
		head = &node{next: head, skip: skip, value: seed + i, name: "node"}
		if head.next != nil {
			head.next.back = head
		}
		if i&7 == 0 {
			skip = head
		}
	}
	return head
}

func tick(stop chan bool, done chan []time.Duration) {
	var late []time.Duration
	for {
		select {
		case <-stop:
			done <- late
			return
		default:
		}
		start := time.Now()
		time.Sleep(time.Millisecond)
		late = append(late, time.Since(start)-time.Millisecond)
	}
}

func report(what string, d []time.Duration) {
	if len(d) == 0 {
		d = append(d, 0)
	}
	sort.Slice(d, func(i, j int) bool { return d[i] < d[j] })
	ms := func(d time.Duration) float64 { return float64(d) / 1e6 }
	fmt.Fprintf(os.Stderr, "%s n %d p50 %.3f p99 %.3f max %.3f\n", what, len(d), ms(d[len(d)/2]), ms(d[len(d)*99/100]), ms(d[len(d)-1]))
}

func main() {
	stop, done := make(chan bool), make(chan []time.Duration)
	go tick(stop, done)
	lists := make([]*node, nodes/length)
	for i := range lists {
		lists[i] = makeList(uint64(i))
	}
	x := uint32(1)
	for i := 0; i < churn/length; i++ {
		x = x*1664525 + 1013904223
		at := int(x>>7) % len(lists)
		lists[at] = makeList(uint64(x))
	}
	stop <- true
	late := <-done
	sum := uint64(0)
	for _, l := range lists {
		for n := l; n != nil; n = n.next {
			sum = sum*31 + n.value + uint64(len(n.name))
		}
	}
	fmt.Println(sum)
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	var stopped []time.Duration
	for i := 0; i < int(ms.NumGC) && i < len(ms.PauseNs); i++ {
		stopped = append(stopped, time.Duration(ms.PauseNs[i]))
	}
	report("tick", late)
	report("stw", stopped)
}
