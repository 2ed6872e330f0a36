// Wrappers of promoted methods inline what other packages offer, also under -l; their parameters belong to no package.
package main

import (
	"bufio"
	"io"
)

type T struct{ *bufio.Writer }

type U struct{ bufio.Writer }

type R struct{ io.Reader }

type I interface{ Available() int }

var (
	x, y I
	r    io.Reader
)

func main() {
	x = T{}
	y = &U{}
	r = R{}
}
