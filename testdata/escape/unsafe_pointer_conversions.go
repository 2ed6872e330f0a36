package p

import "unsafe"

func f(p *int) unsafe.Pointer { return unsafe.Pointer(p) }
func g(p *int) uintptr        { return uintptr(unsafe.Pointer(p)) }
func h(p *int) *int           { return (*int)(unsafe.Pointer(uintptr(unsafe.Pointer(p)) + 8)) }
func k(p *int, n int) *int    { return (*int)(unsafe.Add(unsafe.Pointer(p), n)) }
func l(p *int, n int) []int   { return unsafe.Slice(p, n) }
