package main

import "fmt"

type Namer interface{ Name() string }
type Both interface {
	Namer
	fmt.Stringer
}
type A struct{ n string }

func (a A) Name() string { return a.n }

type B struct {
	Namer
	x int
}

func (b *B) String() string { return "B(" + b.Name() + ")" }

func main() {
	var x Both = &B{Namer: A{"a"}}
	fmt.Println(x, x.Name())
	var n Namer = x
	_, ok := n.(fmt.Stringer)
	fmt.Println(ok)
	defer func() { fmt.Println(recover()) }()
	fmt.Println(Namer(A{"b"}).(fmt.Stringer))
}
