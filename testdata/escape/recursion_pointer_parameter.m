# command-line-arguments
./recursion_pointer_parameter.go:3:8: leaking param: p to result ~r0 level=0
