// == on structs and arrays: parts in order as far as a part's comparison can panic, lengths of strings before their bytes.
package main

import (
	"fmt"
	"reflect"
	"unsafe"
)

type A [2]any
type S struct{ x, y any }
type T struct {
	i any
	a int64
	j any
}
type U struct {
	s string
	n int
}

func eq(name string, f func() bool) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panics:", r)
		}
	}()
	fmt.Println(name, f())
}

type K struct {
	a, b int32
	c    float64
}

func main() {
	b := []byte{1}
	eq("array differs first", func() bool { return A{1, b} == A{2, b} })
	eq("array panics first", func() bool { return A{b, 1} == A{b, 2} })
	eq("types differ", func() bool { return A{1, b} == A{"2", b} })
	eq("struct differs first", func() bool { return S{1, b} == S{2, b} })
	eq("struct panics first", func() bool { return S{b, 1} == S{b, 2} })
	eq("panics before the integer", func() bool { return T{i: b, a: 1} == T{i: b, a: 2} })
	eq("integer before the panic", func() bool { return T{a: 1, j: b} == T{a: 2, j: b} })

	bad1, bad2 := "foo", "foo"
	(*reflect.StringHeader)(unsafe.Pointer(&bad1)).Data = 8
	(*reflect.StringHeader)(unsafe.Pointer(&bad2)).Data = 9
	eq("integer before the bytes", func() bool { return U{bad1, 1} == U{bad2, 2} })
	bad2 = bad2[:2]
	eq("length before the bytes", func() bool { return [2]string{bad1, "a"} == [2]string{bad2, "a"} })

	m := reflect.MakeMap(reflect.MapOf(reflect.TypeOf(K{}), reflect.TypeOf(true)))
	m.SetMapIndex(reflect.ValueOf(K{1, 2, 3}), reflect.ValueOf(true))
	type M map[K]bool
	var x M
	reflect.ValueOf(&x).Elem().Set(m)
	fmt.Println("same hash:", x[K{1, 2, 3}])
}
