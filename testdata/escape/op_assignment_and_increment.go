package p

func f(p *int, s *string) {
	*p += 1
	*p++
	*s += "x"
}
