package main

import "fmt"

type K struct {
	a int
	b string
}

func main() {
	fmt.Println(map[string]int{"z": 1, "a": 2, "m": 3}, map[K]bool{{2, "a"}: true, {1, "b"}: false, {1, "a"}: true})
	m := map[int]int{}
	for i := 0; i < 1000; i++ {
		m[i*7%1000] += i
	}
	sum := 0
	for k, v := range m {
		if k%2 == 0 {
			delete(m, k)
		} else {
			sum += v
		}
	}
	fmt.Println(len(m), sum)
}
