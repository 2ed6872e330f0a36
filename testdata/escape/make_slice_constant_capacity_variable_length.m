# command-line-arguments
./make_slice_constant_capacity_variable_length.go:3:6: can inline f
./make_slice_constant_capacity_variable_length.go:3:30: make([]int, n, 10) does not escape
