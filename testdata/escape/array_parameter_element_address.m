# command-line-arguments
./array_parameter_element_address.go:3:6: can inline f
./array_parameter_element_address.go:3:8: moved to heap: a
