// The slices and pointers that a literal makes are new objects each time the literal is evaluated, constant though their
// contents may be; only what nobody can write to is shared.
package main

import "fmt"

type T struct {
	a int
	s []int
}

type Pair struct {
	name string
	kids [3]*T
	list []string
}

//go:noinline
func pointers() []*T { return []*T{{a: 1}, {a: 2}, {a: 3}, {a: 4}} }

//go:noinline
func slices() [][]int { return [][]int{{1}, {2}, {3}, {4}} }

//go:noinline
func array() [4][]int { return [4][]int{{1}, {2}, {3}, {4}} }

//go:noinline
func boxes() []any { return []any{&T{a: 1}, &T{a: 2}, []int{3}, 4, T{5, []int{6}}} }

//go:noinline
func deep() Pair {
	return Pair{"x", [3]*T{{1, []int{1}}, {2, []int{2}}, {3, nil}}, []string{"a", "b", "c", "d"}}
}

//go:noinline
func mixed(n int) [6]T {
	return [6]T{{1, []int{1}}, {a: 2}, {n, nil}, {4, []int{n}}, 5: {a: 6}}
}

//go:noinline
func table() map[int]*T {
	return map[int]*T{0: {a: 0}, 1: {a: 1}, 2: {a: 2}, 3: {a: 3}, 4: {a: 4}, 5: {a: 5}, 6: {a: 6}, 7: {a: 7}, 8: {a: 8}, 9: {a: 9},
		10: {a: 10}, 11: {a: 11}, 12: {a: 12}, 13: {a: 13}, 14: {a: 14}, 15: {a: 15}, 16: {a: 16}, 17: {a: 17}, 18: {a: 18}, 19: {a: 19},
		20: {a: 20}, 21: {a: 21}, 22: {a: 22}, 23: {a: 23}, 24: {a: 24}, 25: {a: 25}, 26: {a: 26}, 27: {a: 27}}
}

var global = deep()

func main() {
	for i := 0; i < 2; i++ {
		p, s, a, b, d, m, t := pointers(), slices(), array(), boxes(), deep(), mixed(3), table()
		fmt.Println(p[0].a, s[0][0], a[1][0], b[0].(*T).a, b[2].([]int)[0], b[4].(T).s[0], d.kids[0].s[0], d.kids[2].a, d.list[3], t[7].a)
		fmt.Println(m)
		p[0].a, s[0][0], a[1][0], b[0].(*T).a, b[2].([]int)[0], b[4].(T).s[0] = 7, 7, 7, 7, 7, 7
		d.kids[0].s[0], d.kids[2].a, d.list[3], t[7].a = 7, 7, "seven", 70
		m[0].s[0], m[3].s[0] = 7, 7
		global.kids[0].s[0]++
	}
	fmt.Println(global.kids[0].s, deep().kids[0].s)
}
