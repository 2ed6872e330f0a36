// Of two imported packages with one name each is called by its path; a name that only the import graph has twice is not.
package main

import (
	crand "crypto/rand"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"sync/atomic"
)

var v atomic.Value

func main() {
	fmt.Println(rand.Intn(3), crand.Reader == nil, v.Load(), runtime.GOOS)
	fmt.Fprintln(os.Stderr, rand.New(rand.NewSource(1)) == nil)
}
