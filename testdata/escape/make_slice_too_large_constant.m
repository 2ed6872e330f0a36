# command-line-arguments
./make_slice_too_large_constant.go:3:6: can inline f
./make_slice_too_large_constant.go:3:25: make([]int, 1 << 33) escapes to heap
