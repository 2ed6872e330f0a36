# command-line-arguments
./new_below_boundary.go:3:6: can inline f
./new_below_boundary.go:3:25: new([65535]byte) does not escape
