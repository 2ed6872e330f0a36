package main

func generate() {
	length := 10
	s := make([]int, 0, length)
	for i := 0; i < 20; i++ {
		s = append(s, i)
	}
	t := make([]int, 0, 10)
	t = append(t, len(s))
	_ = t
}

func variable(n int) int {
	s := make([]int, 0, n)
	return cap(s)
}

func main() {
	generate()
	println(variable(7))
}
