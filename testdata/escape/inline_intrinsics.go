package p

import (
	"math"
	"math/bits"
	"sync/atomic"
)

func f(x float64) float64 { return math.Sqrt(x) + math.Abs(x) }
func g(x uint64) int      { return bits.Len64(x) + bits.TrailingZeros64(x) }
func h(p *int32) int32    { return atomic.AddInt32(p, 1) }
