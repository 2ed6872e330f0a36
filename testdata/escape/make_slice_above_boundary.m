# command-line-arguments
./make_slice_above_boundary.go:3:6: can inline f
./make_slice_above_boundary.go:3:26: make([]byte, 65537) escapes to heap
