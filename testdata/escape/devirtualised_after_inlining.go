package p

import "io"

type R struct{ n int }

func (r *R) Read(b []byte) (int, error) { r.n += len(b); return r.n, nil }

func newR() io.Reader { return &R{} }

func f(b []byte) int {
	n, _ := newR().Read(b)
	return n
}
