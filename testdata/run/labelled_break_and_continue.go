package main

import "fmt"

func main() {
outer:
	for i := 0; i < 5; i++ {
		for j := 0; ; j++ {
			switch {
			case j == i:
				continue outer
			case i == 3:
				break outer
			case j == 1:
				fallthrough
			default:
				fmt.Println(i, j)
			}
		}
	}
}
