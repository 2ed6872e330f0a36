# command-line-arguments
./make_slice_variable_capacity.go:3:6: can inline f
./make_slice_variable_capacity.go:3:30: make([]int, 0, n) escapes to heap
