# command-line-arguments
./make_slice_named_constant.go:5:6: can inline f
./make_slice_named_constant.go:5:25: make([]int, N) does not escape
