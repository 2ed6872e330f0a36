package main

import "fmt"

func main() {
	for i, r := range "a\xffé世\xe4\xb8😀" {
		fmt.Printf("%d:%U ", i, r)
	}
	fmt.Println(len("世"), "世"[1])
}
