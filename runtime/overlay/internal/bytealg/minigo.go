package bytealg

// Searches by the C library's vector code (runtime/hooks_bytealg.c), in place of the portable loops.

// MaxBruteForce and MaxLen: Index takes patterns and texts of any length.
const MaxBruteForce = 1 << 62

var MaxLen int = 1 << 62

// Cutover is how many wrong first bytes to accept before Index is asked.
func Cutover(n int) int { return (n + 16) / 8 }

//go:noescape
func IndexByte(b []byte, c byte) int

//go:noescape
func IndexByteString(s string, c byte) int

//go:noescape
func Count(b []byte, c byte) int

//go:noescape
func CountString(s string, c byte) int

//go:noescape
func Index(a, b []byte) int

//go:noescape
func IndexString(a, b string) int

//go:noescape
func Compare(a, b []byte) int
