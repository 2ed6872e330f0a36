# command-line-arguments
./slice_parameter_element_address_returned.go:3:6: can inline f
./slice_parameter_element_address_returned.go:3:8: leaking param: s to result ~r0 level=0
