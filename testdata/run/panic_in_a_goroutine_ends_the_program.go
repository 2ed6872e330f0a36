package main

import "fmt"

func main() {
	fmt.Println("before")
	go func() { panic("oh") }()
	select {}
}
