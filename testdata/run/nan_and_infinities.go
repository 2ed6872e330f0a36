package main

import (
	"fmt"
	"math"
)

func main() {
	nan, inf := math.NaN(), math.Inf(1)
	fmt.Println(nan == nan, nan != nan, nan < 1, nan > 1, inf-inf, -inf)
	m := map[float64]int{nan: 1}
	m[nan] = 2
	_, ok := m[nan]
	fmt.Println(len(m), ok, math.Signbit(math.Copysign(0, -1)))
	zero := 0.0
	fmt.Println(1/zero, -1/zero, 1/math.Copysign(0, -1))
}
