# command-line-arguments
./address_of_parameter_returned.go:3:6: can inline f
./address_of_parameter_returned.go:3:8: moved to heap: x
