package p

func f(s string) []byte                { return []byte(s) }
func g(b []byte) string                { return string(b) }
func h(s string) int                   { b := []byte(s); return len(b) }
func k(b []byte) bool                  { return string(b) == "x" }
func l(r rune) string                  { return string(r) }
func m(s string) []rune                { return []rune(s) }
func n(r []rune) string                { return string(r) }
func o(m map[string]int, b []byte) int { return m[string(b)] }
