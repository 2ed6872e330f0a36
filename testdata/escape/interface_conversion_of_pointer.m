# command-line-arguments
./interface_conversion_of_pointer.go:5:6: can inline f
./interface_conversion_of_pointer.go:6:2: moved to heap: x
