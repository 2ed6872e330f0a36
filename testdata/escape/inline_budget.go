package p

func at(a, b, c int) int {
	x := a*b + b*c + c*a
	y := a - b - c
	z := x * y
	x = z*a + y*b - x*c
	y = x*x + y*y + z*z
	z += x + y
	x = z*a + b
	return x + y + z + -a*2
}
func over(a, b, c int) int {
	x := a*b + b*c + c*a
	y := a - b - c
	z := x * y
	x = z*a + y*b - x*c
	y = x*x + y*y + z*z
	z += x + y
	x = z*a + b
	return x + y + z + -a*-b
}
func f() int { return at(1, 2, 3) + over(1, 2, 3) }
