package main

import (
	"errors"
	"fmt"
)

func inner() {
	defer func() {
		fmt.Println("inner", recover())
		panic(errors.New("second"))
	}()
	panic("first")
}

func main() {
	defer fmt.Println("last")
	defer func() { fmt.Println(recover(), recover()) }()
	inner()
}
