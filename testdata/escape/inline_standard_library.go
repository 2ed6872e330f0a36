package p

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"
)

func f(s string) int {
	var b strings.Builder
	b.WriteString(s)
	b.WriteByte('x')
	return b.Len()
}
func g(b *bytes.Buffer) int { return b.Len() }
func h(r rune) int          { return utf8.RuneLen(r) }
func k(m *sync.Mutex) {
	m.Lock()
	m.Unlock()
}
