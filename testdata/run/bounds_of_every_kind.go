// Index and slice expressions of strings, slices, arrays and pointers to arrays, with indices of every kind.
package main

import "fmt"

func try(f func() any) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(r)
		}
	}()
	fmt.Println(f())
}

var (
	str   = "hello"
	sl    = make([]int, 3, 8)
	arr   [4]int
	none  []int
	nilp  *[4]int
	huge  uint64 = 1 << 63
	small uint8  = 200
	minus        = -1
	i8    int8   = -128
)

func main() {
	for _, i := range []int{-1, 0, 2, 3, 4, 5, 8, 9, 1 << 62} {
		try(func() any { return str[i] })
		try(func() any { return sl[i] })
		try(func() any { return arr[i] })
		try(func() any { return (&arr)[i] })
		try(func() any { return none[i] })
		try(func() any { return str[i:] })
		try(func() any { return str[:i] })
		try(func() any { return sl[i:] })
		try(func() any { return len(sl[:i]) })
		try(func() any { return cap(sl[0:0:i]) })
		try(func() any { return len(arr[i:]) })
		try(func() any { return len(arr[:i]) })
		try(func() any { return len((&arr)[i:2]) })
		try(func() any { return sl[2:i:7] })
		try(func() any { return sl[i:7:8] })
		try(func() any { return cap(sl[1:2:i]) })
		try(func() any { return arr[0:i:3] })
	}
	try(func() any { return str[huge] })
	try(func() any { return sl[huge:] })
	try(func() any { return sl[:huge] })
	try(func() any { return arr[small] })
	try(func() any { return str[2:small] })
	try(func() any { return sl[i8] })
	try(func() any { return str[minus:] })
	try(func() any { return nilp[1] })
	try(func() any { return nilp[:] })
	try(func() any { return len(nilp) })
	try(func() any { return (*[2]int)(sl) })
	try(func() any { return (*[4]int)(sl) == nil })
	try(func() any { return (*[0]int)(none) == nil })
	try(func() any { return make([]int, minus) })
	try(func() any { return make([]int, 2, sl[0]) })
	try(func() any { return make([]int, huge) })
	try(func() any { return make(chan int, minus) })
	try(func() any { return len(make(map[int]int, minus)) })
}
