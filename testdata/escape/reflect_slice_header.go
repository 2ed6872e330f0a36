package p

import (
	"reflect"
	"unsafe"
)

func f(p *int) []int {
	var s []int
	h := (*reflect.SliceHeader)(unsafe.Pointer(&s))
	h.Data = uintptr(unsafe.Pointer(p))
	h.Len = 1
	return s
}
func g(s []int) *int {
	h := (*reflect.SliceHeader)(unsafe.Pointer(&s))
	return (*int)(unsafe.Pointer(h.Data))
}
