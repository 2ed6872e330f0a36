// The line of a fault is that of the expression, also where one statement takes several lines or one line several statements.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type T struct {
	val int
	c   chan int
	s   []string
}

var sink int

func where() {
	err := recover()
	for i := 1; ; i++ {
		pc, file, line, ok := runtime.Caller(i)
		name := runtime.FuncForPC(pc).Name()
		if !ok || strings.HasSuffix(file, "demo.go") && !strings.HasPrefix(name, "main.where") {
			fmt.Println(name, line, err)
			return
		}
	}
}

//go:noinline
func inSwitch(p *T) {
	defer where()
	switch p.val {
	case 0:
		fmt.Println(0)
	case 1:
		fmt.Println(1)
	}
}

//go:noinline
func inRange(p *T) {
	defer where()

	for _, s := range p.s {
		fmt.Println(s)
	}
}

//go:noinline
func inSelect(p *T, c chan int) {
	defer where()
	select {
	case <-p.c:
	case <-c:
	}
}

//go:noinline
func afterStore(p *int) {
	defer where()
	q := p
	sink = 11
	*q = 12
}

//go:noinline
func inArguments(a []int, i int) {
	defer where()
	fmt.Println(
		"x",
		a[i],
		"y")
}

//go:noinline
func inCondition(a []int, i, n int) {
	defer where()
	if n > 0 &&
		10/n > 1 &&
		a[i] == 0 {
		fmt.Println("no")
	}
}

//go:noinline
func inLiteral(f func() int) {
	defer where()
	x := []int{
		1,
		f(),
		2,
	}
	fmt.Println(x)
}

//go:noinline
func inConversion(x any) {
	defer where()
	a, b := 1,
		x.(string)
	fmt.Println(a, b)
}

func main() {
	inSwitch(nil)
	inRange(nil)
	inSelect(nil, nil)
	afterStore(nil)
	inArguments([]int{1}, 5)
	inCondition([]int{1}, 7, 2)
	inLiteral(nil)
	inConversion(1)
//line elsewhere.go:100
	func() {
		defer func() {
			recover()
			_, file, line, _ := runtime.Caller(0)
			fmt.Println(file[strings.LastIndex(file, "/")+1:], line)
		}()
		panic(0)
	}()
}
