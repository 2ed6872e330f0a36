// Method wrappers are spoken of in the order in which the compiler, walking functions, meets their itabs.
package demo

import "fmt"

type I interface{ M(i uint8) int }

type A struct{ t [4]int }
type B struct{ t [4]int }
type C struct{ t [4]int }
type D struct{ t [4]int }
type E struct{ t [4]int }
type Many []I
type Blank struct{}
type Unused struct{ t [2]int }

func (a A) M(i uint8) int      { return a.t[i%4] }
func (b B) M(i uint8) int      { return b.t[i&3] }
func (c C) M(i uint8) int      { return c.t[i%4] }
func (d D) M(i uint8) int      { return d.t[i%4] }
func (e E) M(i uint8) int      { return e.t[i%4] }
func (m Many) M(i uint8) int   { return len(m) }
func (b Blank) M(i uint8) int  { return 1 }
func (u Unused) M(i uint8) int { return u.t[i&1] }

// An assertion that nothing runs for needs no itab.
var _ I = Blank{}

// The operand's itab comes before that of the whole.
func nested() I { return Many([]I{B{}, A{}}) }

// A type switch asserts its types in their order.
func search(x I) string {
	switch y := x.(type) {
	case C:
		return fmt.Sprint(y.t[0])
	case D, E:
		return fmt.Sprint(y.M(1))
	case fmt.Stringer:
		return y.String()
	}
	return ""
}

// Assignments at once are walked one after the other.
func swap(a *[256]byte, i, j uint8, k int) {
	a[i], a[j] = a[j], a[i]
	a[k], a[j] = a[i], a[k]
	x, y := a[i], a[j]
	a[i], a[k] = x, y
}
