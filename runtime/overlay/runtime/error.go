// Package runtime is the Go side of minigo's runtime: the exported interface of Go 1.19's package runtime, and the
// error values that the C side raises as panics. Functions without a body are in runtime/hooks_runtime.c.
package runtime

import _ "unsafe" // for go:linkname

// Error is what run-time panics are: an error with the marker method RuntimeError.
type Error interface {
	error
	RuntimeError()
}

// An errorString's text gets the prefix "runtime error: ".
type errorString string

func (e errorString) RuntimeError() {}

func (e errorString) Error() string { return "runtime error: " + string(e) }

// A plainError's text stands as it is.
type plainError string

func (e plainError) RuntimeError() {}

func (e plainError) Error() string { return string(e) }

// errorAddressString is a fault that debug.SetPanicOnFault turned into a panic.
type errorAddressString struct {
	msg  string
	addr uintptr
}

func (e errorAddressString) RuntimeError() {}

func (e errorAddressString) Error() string { return "runtime error: " + e.msg }

// Addr is the address of the memory access that failed.
func (e errorAddressString) Addr() uintptr { return e.addr }

const nilDereference = "invalid memory address or nil pointer dereference"

// math/bits panics with the first two.
var (
	divideError   = error(errorString("integer divide by zero"))
	overflowError = error(errorString("integer overflow"))
	memoryError   = error(errorString(nilDereference))
)

//go:linkname panicErrorString
func panicErrorString(s string) { panic(errorString(s)) }

//go:linkname panicPlainError
func panicPlainError(s string) { panic(plainError(s)) }

//go:linkname panicMem
func panicMem() { panic(memoryError) }

//go:linkname panicMemAddr
func panicMemAddr(addr uintptr) { panic(errorAddressString{nilDereference, addr}) }

//go:linkname panicDivide
func panicDivide() { panic(divideError) }

//go:linkname panicOverflow
func panicOverflow() { panic(overflowError) }

// A boundsError is an index or slice expression out of range: x is the offending number, y the length, capacity or other
// index that it was checked against. Only one of signed and unsigned x can be meant by a given expression.
type boundsError struct {
	x      int64
	y      int
	signed bool
	code   uint8 // runtime/panic.c: BOUNDS_*
}

// boundsTexts gives, for each code, what is said in general and what for a negative x; X and Y stand for the numbers.
var boundsTexts = [...][2]string{
	{"index out of range [X] with length Y", "index out of range [X]"},
	{"slice bounds out of range [:X] with length Y", "slice bounds out of range [:X]"},
	{"slice bounds out of range [:X] with capacity Y", "slice bounds out of range [:X]"},
	{"slice bounds out of range [X:Y]", "slice bounds out of range [X:]"},
	{"slice bounds out of range [::X] with length Y", "slice bounds out of range [::X]"},
	{"slice bounds out of range [::X] with capacity Y", "slice bounds out of range [::X]"},
	{"slice bounds out of range [:X:Y]", "slice bounds out of range [:X:]"},
	{"slice bounds out of range [X:Y:]", "slice bounds out of range [X::]"},
	{"cannot convert slice with length Y to pointer to array with length X", ""},
}

func (e boundsError) RuntimeError() {}

func (e boundsError) Error() string {
	text := boundsTexts[e.code][0]
	if e.signed && e.x < 0 {
		text = boundsTexts[e.code][1]
	}
	b := append(make([]byte, 0, 100), "runtime error: "...)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case 'X':
			b = appendInt(b, e.x, e.signed)
		case 'Y':
			b = appendInt(b, int64(e.y), true)
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

func appendInt(b []byte, v int64, signed bool) []byte {
	u := uint64(v)
	if signed && v < 0 {
		b = append(b, '-')
		u = -u
	}
	var digits [20]byte
	i := len(digits)
	for {
		i--
		digits[i] = byte('0' + u%10)
		if u /= 10; u == 0 {
			break
		}
	}
	return append(b, digits[i:]...)
}

//go:linkname panicBounds
func panicBounds(x int64, signed bool, y int, code uint8) { panic(boundsError{x, y, signed, code}) }

// _type is a type descriptor, seen by address only.
type _type struct{ size uintptr }

func typeString(t *_type) string
func typePkgPath(t *_type) string

// A TypeAssertionError explains why x.(T) failed: inter is the static type of x, nil when it is not known.
type TypeAssertionError struct {
	inter, concrete, asserted *_type
	missingMethod             string
}

func (*TypeAssertionError) RuntimeError() {}

func (e *TypeAssertionError) Error() string {
	inter := "interface"
	if e.inter != nil {
		inter = typeString(e.inter)
	}
	want := typeString(e.asserted)
	if e.concrete == nil {
		return "interface conversion: " + inter + " is nil, not " + want
	}
	have := typeString(e.concrete)
	if e.missingMethod != "" {
		return "interface conversion: " + have + " is not " + want + ": missing method " + e.missingMethod
	}
	msg := "interface conversion: " + inter + " is " + have + ", not " + want
	if have == want {
		if typePkgPath(e.concrete) != typePkgPath(e.asserted) {
			msg += " (types from different packages)"
		} else {
			msg += " (types from different scopes)"
		}
	}
	return msg
}

//go:linkname panicTypeAssert
func panicTypeAssert(inter, concrete, asserted *_type, missing string) {
	panic(&TypeAssertionError{inter, concrete, asserted, missing})
}

type stringer interface{ String() string }

func throw(s string)

// preprint gives what an uncaught panic with the value v prints, if v has a method that says.
//
//go:linkname preprint
func preprint(v any) (text string, ok bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case string:
			throw("panic while printing panic value: " + r)
		default:
			throw("panic while printing panic value")
		}
	}()
	switch v := v.(type) {
	case error:
		return v.Error(), true
	case stringer:
		return v.String(), true
	}
	return "", false
}
