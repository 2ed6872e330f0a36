# command-line-arguments
./array_parameter_element_returned.go:3:6: can inline f
./array_parameter_element_returned.go:3:8: leaking param: a to result ~r0 level=0
