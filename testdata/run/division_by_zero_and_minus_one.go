package main

import "fmt"

func div(a, b int) (q int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(r)
		}
	}()
	return a / b
}

func main() {
	min, m1 := -1<<63, -1
	var small, sm1 int8 = -128, -1
	fmt.Println(div(min, m1), min%m1, small/sm1, small%sm1)
	fmt.Println(div(-7, 2), -7%2, div(7, -2), 7%-2)
	fmt.Println(div(1, 0))
}
