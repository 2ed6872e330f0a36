# command-line-arguments
./interface_conversion_of_parameter_pointer.go:3:6: can inline f
./interface_conversion_of_parameter_pointer.go:4:6: can inline g
./interface_conversion_of_parameter_pointer.go:3:8: leaking param: p to result ~r0 level=0
./interface_conversion_of_parameter_pointer.go:4:8: p does not escape
./interface_conversion_of_parameter_pointer.go:4:37: *p escapes to heap
