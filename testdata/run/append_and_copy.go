package main

import "fmt"

func main() {
	var s []int
	last := -1
	for i := 0; i < 2000; i++ {
		s = append(s, i)
		if cap(s) != last {
			last = cap(s)
			fmt.Print(last, " ")
		}
	}
	t := s[:3:3]
	u := append(t, 100)
	b := []byte("hello")
	n := copy(b[1:], b)
	fmt.Println(s[3], u[3], len(t), n, string(b), copy(b, "xyz"), string(b), cap(append([]string(nil), "a", "b", "c")))
}
