# command-line-arguments
./make_slice_constant.go:3:6: can inline f
./make_slice_constant.go:4:6: can inline g
./make_slice_constant.go:3:27: make([]int, 10) does not escape
./make_slice_constant.go:4:29: make([]int, 10) escapes to heap
