package p

import "unsafe"

//go:uintptrescapes
func sys(a uintptr, rest ...uintptr) {}

func f() {
	x, y := 1, 2
	sys(uintptr(unsafe.Pointer(&x)), uintptr(unsafe.Pointer(&y)))
}
