# command-line-arguments
./pointer_parameter_returned.go:3:6: can inline f
./pointer_parameter_returned.go:3:8: leaking param: p to result ~r0 level=0
