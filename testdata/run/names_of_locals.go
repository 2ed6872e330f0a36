package main

import "fmt"

// Names of locals that the C has uses for: none may hide what it means elsewhere.

type stat struct{ a, b, c, d int }

//go:noinline
func use(p *[4]int) int { return p[0]*10 + p[3] }

//go:noinline
func literals(i int) int {
	var stat [4]int
	stat[0] = i
	use(&stat)
	x := [4]int{1, 2, 3, 4}
	y := [4]int{5, 6, 7, 8}
	z := [4]int{9, 6, 7, 8}
	w := [4]int{11, 6, 7, 8}
	v := [4]int{12, 6, 7, 8}
	u := [4]int{13, 6, 7, 8}
	t := [4]int{14, 6, 7, 8}
	s := [4]int{15, 6, 7, 8}
	return use(&x) + 3*use(&y) + 5*use(&z) + 7*use(&w) + 11*use(&v) + 13*use(&u) + 17*use(&t) + 19*use(&s) + stat[i&3]
}

//go:noinline
func keywords(register, unsigned []int, volatile, static string, signed func(int) int) (auto int, sizeof string) {
	for int, double := range register {
		for short, long := range unsigned {
			auto += int*double + short*long
			if union := auto % 7; union > 3 {
				auto = signed(union)
			}
		}
	}
	return auto, volatile + static
}

//go:noinline
func macros(errno, NULL, linux, unix int, stdin *int) (EOF int) {
	for rt_g, p0, p0_p, self, v1, L2, t_1 := 0, errno, NULL, linux, unix, *stdin, 1; rt_g < 3; rt_g++ {
		EOF += p0 + p0_p + self + v1 + L2 + t_1
	}
	return
}

//go:noinline
func blank(_ int, _ string, _ []int, 世界 []int) (_ int, é int) {
	for _, x := range 世界 {
		é += x
	}
	return 1, é
}

//go:noinline
func swap(a, b []int, a_arg, a_arg_p, a_len, p1 int) ([]int, []int, int) {
	for i := 0; i < 3; i++ {
		a, b = b, a
		a_arg, a_arg_p, a_len, p1 = a_arg_p, a_len, p1, a_arg
	}
	return a, b, a_arg*1000 + a_arg_p*100 + a_len*10 + p1
}

func main() {
	fmt.Println(literals(1), literals(2))
	n, s := keywords([]int{1, 2, 3}, []int{4, 5}, "vol", "stat", func(x int) int { return x + 40 })
	fmt.Println(n, s)
	in := 5
	fmt.Println(macros(1, 2, 3, 4, &in))
	fmt.Println(blank(1, "", nil, []int{1, 2, 3}))
	a, b, c := swap([]int{1}, []int{2, 3}, 1, 2, 3, 4)
	fmt.Println(len(a), len(b), c)
	fmt.Println(stat{1, 2, 3, 4}.c)
}
