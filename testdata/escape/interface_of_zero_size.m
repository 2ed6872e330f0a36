# command-line-arguments
./interface_of_zero_size.go:5:6: can inline f
./interface_of_zero_size.go:5:12: struct {}{} escapes to heap
