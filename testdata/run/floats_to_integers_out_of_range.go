// What a float that does not fit becomes is not said by the spec; it is what gc's amd64 code gives.
package main

import (
	"fmt"
	"math"
)

var values = []float64{
	0, -0.5, 0.999, 1.5, -1.5, 127.9, 128, -129, 255.5, 256, 32768, 65536.5, -65537,
	2147483647.5, 2147483648, -2147483649, 4294967295.5, 4294967296, -4294967297,
	9007199254740993, 9223372036854774784, 9223372036854775808, -9223372036854775808, -9223372036854777856,
	18446744073709549568, 18446744073709551616, 1e30, -1e30, math.Inf(1), math.Inf(-1), math.NaN(),
}

func main() {
	for _, f := range values {
		fmt.Println(f, int8(f), int16(f), int32(f), int64(f), int(f))
		fmt.Println(f, uint8(f), uint16(f), uint32(f), uint64(f), uint(f), uintptr(f))
		s := float32(f)
		fmt.Println(s, int8(s), int32(s), int64(s), uint8(s), uint32(s), uint64(s))
	}
	ints := []int64{math.MinInt64, -1 << 53, -1, 1<<24 + 1, 1<<53 + 1, 1<<62 + 1, math.MaxInt64}
	for _, i := range ints {
		fmt.Println(float32(i), float64(i), float32(uint64(i)), float64(uint64(i)), float32(uint32(i)), float64(int32(i)))
	}
}
