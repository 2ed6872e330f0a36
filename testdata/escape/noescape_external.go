package p

import _ "unsafe"

//go:linkname ext other.ext
func ext(p *int, n int, q []byte)

//go:noescape
//go:linkname extn other.extn
func extn(p *int, s string)

//go:linkname extu other.extu
func extu(p uintptr, _ *int, x uintptr)

func f() {
	x := 1
	ext(&x, 1, nil)
	y := 2
	extn(&y, "s")
}
