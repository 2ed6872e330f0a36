// Fields without a size, blank fields, and one-field structs that are pointers in an interface.
package main

import (
	"fmt"
	"reflect"
	"unsafe"
)

type First struct {
	f [0]struct{}
	x float32
	l [0]struct{}
}

var blanks = struct{ a, _, c int }{1, 2, 3}

type box struct{ p *int }

var n = 7
var deep any = struct{ a [1]struct{ b box } }{[1]struct{ b box }{{box{&n}}}}
var null any = box{}

func three() ([]int, int, int) { return []int{1}, 2, 3 }
func two() (float64, float64)  { return 5, 7 }
func one() ([]string, string)  { return []string{"foo"}, "bar" }
func noisy(s string) (n int)   { fmt.Println("evaluated", s); return 9 }

func main() {
	fmt.Println(First{x: 1.5})
	fmt.Println(reflect.ValueOf(blanks).Field(1).Int())
	local := struct{ a, _, c int }{noisy("a"), noisy("blank"), noisy("c")}
	fmt.Println(reflect.ValueOf(local).Field(1).Int())
	fmt.Println(*deep.(struct{ a [1]struct{ b box } }).a[0].b.p, null.(box).p == nil)
	fmt.Println(append(three()), append(one()), complex(two()))
	fmt.Println(reflect.TypeOf(unsafe.Pointer(nil)).PkgPath())
}
