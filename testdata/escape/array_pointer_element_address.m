# command-line-arguments
./array_pointer_element_address.go:3:6: can inline f
./array_pointer_element_address.go:3:8: leaking param: a to result ~r0 level=0
