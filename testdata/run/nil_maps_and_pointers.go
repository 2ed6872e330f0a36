package main

import "fmt"

type T struct{ a, b int }

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	var m map[string]int
	var p *T
	var f func()
	var i interface{ M() }
	v, ok := m["a"]
	delete(m, "a")
	fmt.Println(v, ok, len(m))
	try(func() { m["a"] = 1 })
	try(func() { p.b = 1 })
	try(func() { f() })
	try(func() { i.M() })
}
