// Maps of every key kind against a plain list of entries: random insertions, lookups, deletions, growth, iteration with changes.
package main

import (
	"fmt"
	"math"
)

type entry struct {
	k interface{}
	v int
}

// A model finds entries by comparing keys one after the other.
type model []entry

func (m *model) find(k interface{}) int {
	for i, e := range *m {
		if e.k == k {
			return i
		}
	}
	return -1
}

func (m *model) set(k interface{}, v int) {
	if i := m.find(k); i >= 0 {
		(*m)[i].v = v
	} else {
		*m = append(*m, entry{k, v})
	}
}

func (m *model) del(k interface{}) {
	if i := m.find(k); i >= 0 {
		(*m)[i] = (*m)[len(*m)-1]
		*m = (*m)[:len(*m)-1]
	}
}

type pair struct {
	a int32
	s string
}
type wide [20]uint64

// ops is a map behind functions, so that each key type has the compiler's own routines.
type ops struct {
	set  func(k, v int)
	get  func(k int) (int, bool)
	del  func(k int)
	len  func() int
	each func(f func(k interface{}, v int))
	key  func(k int) interface{}
}

var seed = uint32(1)

func rnd(n int) int {
	seed = seed*1664525 + 1013904223
	return int(seed>>8) % n
}

func check(name string, o ops) {
	var m model
	for round := 0; round < 6; round++ {
		span := []int{6, 9, 60, 300, 1000, 40}[round]
		for i := 0; i < 3000; i++ {
			k := rnd(span)
			switch rnd(5) {
			case 0, 1:
				o.set(k, i)
				m.set(o.key(k), i)
			case 2:
				o.del(k)
				m.del(o.key(k))
			default:
				v, ok := o.get(k)
				at := m.find(o.key(k))
				if ok != (at >= 0) || ok && v != m[at].v {
					fmt.Println(name, "key", k, "gives", v, ok)
				}
			}
		}
		seen := 0
		o.each(func(k interface{}, v int) {
			seen++
			if at := m.find(k); at < 0 || m[at].v != v {
				fmt.Println(name, "iteration gives", k, v)
			}
		})
		if seen != len(m) || o.len() != len(m) {
			fmt.Println(name, "has", o.len(), "of", len(m), "iteration", seen)
		}
	}
	for k := 0; k < 1000; k++ { // what is deleted before it is reached does not come; what stays comes once
		o.set(k, k)
	}
	came := map[interface{}]int{}
	deleted := map[interface{}]bool{}
	o.each(func(k interface{}, v int) {
		if deleted[k] {
			fmt.Println(name, "deleted", k, "came")
		}
		came[k]++
		d := rnd(1000)
		o.del(d)
		deleted[o.key(d)] = true
		if n := 2000 + rnd(4000); rnd(2) == 0 { // grows under the iterator
			o.set(n, n)
		}
	})
	for k := 0; k < 1000; k++ {
		if n := came[o.key(k)]; n > 1 || n == 0 && !deleted[o.key(k)] {
			fmt.Println(name, "key", k, "came", n, "times")
		}
	}
	fmt.Println(name, "done")
}

func main() {
	i32 := map[int32]int{}
	check("int32", ops{func(k, v int) { i32[int32(k)] = v }, func(k int) (int, bool) { v, ok := i32[int32(k)]; return v, ok },
		func(k int) { delete(i32, int32(k)) }, func() int { return len(i32) },
		func(f func(interface{}, int)) {
			for k, v := range i32 {
				f(k, v)
			}
		}, func(k int) interface{} { return int32(k) }})
	i64 := map[int]int{}
	big := func(k int) int { return k * 0x9e3779b97f4a7c1 }
	check("int", ops{func(k, v int) { i64[big(k)] = v }, func(k int) (int, bool) { v, ok := i64[big(k)]; return v, ok },
		func(k int) { delete(i64, big(k)) }, func() int { return len(i64) },
		func(f func(interface{}, int)) {
			for k, v := range i64 {
				f(k, v)
			}
		}, func(k int) interface{} { return big(k) }})
	cells := make([]int, 6000)
	ptr := map[*int]int{}
	check("pointer", ops{func(k, v int) { ptr[&cells[k]] = v }, func(k int) (int, bool) { v, ok := ptr[&cells[k]]; return v, ok },
		func(k int) { delete(ptr, &cells[k]) }, func() int { return len(ptr) },
		func(f func(interface{}, int)) {
			for k, v := range ptr {
				f(k, v)
			}
		}, func(k int) interface{} { return &cells[k] }})
	str := map[string]int{}
	name := func(k int) string { return fmt.Sprint("a name of some length "[:k%20], k) }
	check("string", ops{func(k, v int) { str[name(k)] = v }, func(k int) (int, bool) { v, ok := str[name(k)]; return v, ok },
		func(k int) { delete(str, name(k)) }, func() int { return len(str) },
		func(f func(interface{}, int)) {
			for k, v := range str {
				f(k, v)
			}
		}, func(k int) interface{} { return name(k) }})
	prs := map[pair]*int{}
	at := func(k int) pair { return pair{int32(k), name(k)} }
	check("struct", ops{func(k, v int) { prs[at(k)] = &v }, func(k int) (int, bool) {
		if v, ok := prs[at(k)]; ok {
			return *v, ok
		}
		return 0, false
	},
		func(k int) { delete(prs, at(k)) }, func() int { return len(prs) },
		func(f func(interface{}, int)) {
			for k, v := range prs {
				f(k, *v)
			}
		}, func(k int) interface{} { return at(k) }})
	ifc := map[interface{}]int{}
	any := func(k int) interface{} {
		switch k % 4 {
		case 0:
			return k
		case 1:
			return name(k)
		case 2:
			return float64(k) / 2
		}
		return at(k)
	}
	check("interface", ops{func(k, v int) { ifc[any(k)] = v }, func(k int) (int, bool) { v, ok := ifc[any(k)]; return v, ok },
		func(k int) { delete(ifc, any(k)) }, func() int { return len(ifc) },
		func(f func(interface{}, int)) {
			for k, v := range ifc {
				f(k, v)
			}
		}, any})
	wid := map[wide]wide{}
	w := func(k int) wide { return wide{uint64(k), 7, 19: uint64(k)} }
	check("large", ops{func(k, v int) { wid[w(k)] = w(v) }, func(k int) (int, bool) { v, ok := wid[w(k)]; return int(v[19]), ok },
		func(k int) { delete(wid, w(k)) }, func() int { return len(wid) },
		func(f func(interface{}, int)) {
			for k, v := range wid {
				f(k, int(v[0]))
			}
		}, func(k int) interface{} { return w(k) }})
	flt := map[float64]int{}
	for i := 0; i < 100; i++ {
		flt[math.NaN()] = i
		flt[math.Copysign(0, float64(i%2)-0.5)] = i
	}
	_, ok := flt[math.NaN()]
	n, sum := 0, 0
	for k, v := range flt {
		if k != k {
			n++
			sum += v
		}
	}
	delete(flt, math.NaN())
	fmt.Println("NaN:", len(flt), ok, n, sum, flt[0])
	for k := range flt { // not what clears a map at once: no NaN can be deleted
		delete(flt, k)
	}
	fmt.Println("left:", len(flt))
}
