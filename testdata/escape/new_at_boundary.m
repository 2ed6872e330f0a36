# command-line-arguments
./new_at_boundary.go:3:6: can inline f
./new_at_boundary.go:3:25: new([65536]byte) does not escape
