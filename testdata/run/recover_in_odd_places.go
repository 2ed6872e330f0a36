// recover as the deferred call itself asks on behalf of the function that defers it; reflect's bridges are transparent to it.
package main

import (
	"fmt"
	"reflect"
)

func directly() {
	defer func() { fmt.Println("outer:", recover()) }()
	defer recover()
	panic("not stopped")
}

func inLiteral() {
	defer func() { fmt.Println("left:", recover()) }()
	defer func() {
		defer recover()
	}()
	panic("stopped")
}

type T struct{ n int }

func (t T) Value()    { fmt.Println("value method:", t.n, recover()) }
func (t *T) Pointer() { fmt.Println("pointer method:", t.n, recover()) }

type I interface{ Value() }

func throughReflect() {
	defer reflect.ValueOf(&T{1}).MethodByName("Pointer").Interface().(func())()
	panic(1)
}

func throughMakeFunc() {
	f := reflect.MakeFunc(reflect.TypeOf(func() {}), func([]reflect.Value) []reflect.Value {
		fmt.Println("made:", recover())
		return nil
	})
	defer f.Interface().(func())()
	panic(2)
}

func throughWrapper() {
	var i I = &T{3}
	defer i.Value()
	panic(3)
}

func nilReceiver() {
	defer func() { fmt.Println(recover()) }()
	var p *T
	var i I = p
	i.Value()
}

func main() {
	directly()
	inLiteral()
	throughReflect()
	throughMakeFunc()
	throughWrapper()
	nilReceiver()
}
