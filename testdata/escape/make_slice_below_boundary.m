# command-line-arguments
./make_slice_below_boundary.go:3:6: can inline f
./make_slice_below_boundary.go:3:26: make([]byte, 65535) does not escape
