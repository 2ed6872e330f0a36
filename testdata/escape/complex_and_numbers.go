package p

func f(a, b float64) complex128 { return complex(a, b) }
func g(c complex128) float64    { return real(c) + imag(c) }
