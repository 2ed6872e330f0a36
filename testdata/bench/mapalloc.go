// Maps made, filled and thrown away: small ones by the hundred thousand, large ones that grow, elements with pointers.
// bench: alloc
package main

import (
	"fmt"
	"strconv"
)

type item struct {
	name string
	n    int
}

func main() {
	x, sum := uint32(1), 0
	next := func() int {
		x = x*1664525 + 1013904223
		return int(x >> 12)
	}
	for i := 0; i < 300000; i++ {
		m := map[int]*item{}
		for k := 0; k < 12; k++ {
			m[next()&31] = &item{n: k}
		}
		for k, v := range m {
			sum += k ^ v.n
		}
	}
	keys := make([]string, 1<<16)
	for i := range keys {
		keys[i] = "key" + strconv.Itoa(i)
	}
	for i := 0; i < 24; i++ {
		m := map[string]*item{}
		for k := 0; k < 80000; k++ {
			s := keys[next()&(len(keys)-1)]
			if it := m[s]; it != nil {
				it.n++
			} else {
				m[s] = &item{s, 1}
			}
		}
		for s, it := range m {
			sum += it.n * len(s)
		}
	}
	session := map[int]*item{}
	for i := 0; i < 3000000; i++ {
		k := next() & (1<<16 - 1)
		if it := session[k]; it != nil && i&3 == 0 {
			sum += it.n
			delete(session, k)
		} else {
			session[k] = &item{n: i & 255}
		}
	}
	fmt.Println(sum, len(session))
}
