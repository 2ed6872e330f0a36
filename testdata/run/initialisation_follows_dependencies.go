package main

import "fmt"

var a = b + 1
var b = f()
var x, y = g()

func f() int        { fmt.Println("f", c); return c * 2 }
func g() (int, int) { fmt.Println("g", a); return a, b }

var c = 10

func init() { fmt.Println("init 1", a, b, c) }
func init() { fmt.Println("init 2", x, y) }

func main() { fmt.Println("main") }
