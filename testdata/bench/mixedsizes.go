// Objects of 8 to 8,000 bytes, with and without pointers, of which a changing set stays alive.
// bench: alloc
package main

import "fmt"

type pair struct{ a, b *int }
type record struct {
	name string
	next *record
	tags []string
	data [6]uint64
}

func main() {
	const live, steps = 20000, 12000000
	var pairs [live]*pair
	var records [live]*record
	var bytes [live][]byte
	var ints [live]*int
	x, sum := uint32(1), uint64(0)
	for i := 0; i < steps; i++ {
		x = x*1664525 + 1013904223
		at, size := int(x>>8)%live, int(x>>24)
		switch i & 3 {
		case 0:
			v := int(x)
			ints[at] = &v
		case 1:
			pairs[at] = &pair{ints[at], ints[(at+1)%live]}
		case 2:
			if size < 8 {
				size *= 1000
			}
			b := make([]byte, size+1)
			b[0], b[size] = byte(x), byte(i)
			bytes[at] = b
		case 3:
			r := &record{name: "r", data: [6]uint64{uint64(x), 1, 2, 3, 4, 5}}
			if size < 64 {
				r.tags = make([]string, size)
			}
			records[at] = r
		}
	}
	for i := range pairs {
		if p := pairs[i]; p != nil && p.a != nil {
			sum += uint64(*p.a)
		}
		if r := records[i]; r != nil {
			sum += r.data[0] ^ uint64(len(r.tags))
		}
		if b := bytes[i]; b != nil {
			sum = sum*31 + uint64(b[0]) + uint64(b[len(b)-1])
		}
	}
	fmt.Println(sum)
}
