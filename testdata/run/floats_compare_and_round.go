// NaN, signed zeros, infinities, float32 and complex arithmetic, with operands the compiler cannot see.
package main

import (
	"fmt"
	"math"
)

var (
	zero = 0.0
	nan  = math.NaN()
	inf  = math.Inf(1)
	f32  = float32(16777216)
	tiny = float32(1e-45)
)

type key struct{ f float64 }

//go:noinline
func fma(a, b, c float32) float32 { return a*b + c }

//go:noinline
func sum(x ...float32) (t float32) {
	for _, v := range x {
		t += v
	}
	return
}

func main() {
	for _, a := range []float64{nan, inf, -inf, zero, -zero, 1, -1} {
		for _, b := range []float64{nan, inf, zero, math.Copysign(0, -1), 2} {
			fmt.Println(a, b, a < b, a <= b, a > b, a >= b, a == b, a != b, a+b, a-b, a*b, a/b, !(a < b))
		}
	}
	fmt.Println(1/math.Copysign(zero, -1), -zero, 0-zero, math.Signbit(-zero), math.Signbit(zero*-1))
	fmt.Println(f32+1 == f32, f32+1, f32+2, tiny/2, tiny*1e30, float32(0.1)+float32(0.2), float64(float32(0.1)))
	fmt.Println(fma(1+1.0/4096, 1+1.0/4096, -1), sum(1e8, 1, -1e8), sum(0.1, 0.2, 0.3, 0.4))
	m := map[float64]int{nan: 1, nan: 2, zero: 3, math.Copysign(0, -1): 4}
	m[nan] = 5
	fmt.Println(len(m), m[nan], m[0])
	delete(m, nan)
	fmt.Println(len(m), key{nan} == key{nan}, key{zero} == key{-zero}, any(nan) == any(nan), [1]float64{nan} == [1]float64{nan})
	c := complex(nan, 1)
	fmt.Println(c == c, complex(zero, 1) == complex(-zero, 1), complex(1, 2)/complex(zero, zero), complex(inf, 1)*complex(0, 1), complex(1, inf)/complex(1, 1))
	d := complex64(complex(1, 2))
	fmt.Println(d*d, d/complex64(complex(3, 4)), -d, real(d), imag(d))
	switch zero / zero {
	case nan:
		fmt.Println("never")
	default:
		fmt.Println("nan matches no case")
	}
	fmt.Println(-inf+1, math.SmallestNonzeroFloat64/2*zero, uint8(int(zero)), float32(math.MaxFloat64*zero+1e300))
}
