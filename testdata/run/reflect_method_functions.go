// Method's Func takes the receiver as its first argument, whether or not the program has a func type like that.
package main

import (
	"fmt"
	"reflect"
	"runtime"
)

type Small int8
type Large struct {
	a [5]int
	s string
}
type Real float64

func (s Small) Add(n int8, m int64) int64               { return int64(s) + int64(n) + m }
func (l Large) Join(sep string, v ...int) (string, int) { return fmt.Sprint(l.s, sep, l.a, v), len(v) }
func (l *Large) Set(i, v int)                           { l.a[i] = v }
func (r Real) Half() (Real, error)                      { return r / 2, nil }
func (r Real) Fail(s string)                            { panic(s) }

var _ = Small.Add // this func type is in the program

func call(x any, name string, args ...any) {
	t := reflect.TypeOf(x)
	m, ok := t.MethodByName(name)
	if !ok {
		panic(name)
	}
	in := []reflect.Value{reflect.ValueOf(x)}
	for _, a := range args {
		in = append(in, reflect.ValueOf(a))
	}
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("panic:", r)
		}
	}()
	fmt.Print(m.Type, " ", m.Index, " ", runtime.FuncForPC(m.Func.Pointer()).Name(), ":")
	for _, r := range m.Func.Call(in) {
		fmt.Print(" ", r)
	}
	fmt.Println()
}

func main() {
	l := &Large{[5]int{1, 2, 3}, "x"}
	call(Small(3), "Add", int8(4), int64(5))
	call(*l, "Join", "-", 7, 8)
	call(l, "Join", "-")
	call(l, "Set", 4, 9)
	call(Real(3), "Half")
	call(Real(3), "Fail", "as told")
	call(Real(3), "Half", 1)
	fmt.Println(l.a)
}
