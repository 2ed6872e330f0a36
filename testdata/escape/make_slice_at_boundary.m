# command-line-arguments
./make_slice_at_boundary.go:3:6: can inline f
./make_slice_at_boundary.go:3:26: make([]byte, 65536) does not escape
