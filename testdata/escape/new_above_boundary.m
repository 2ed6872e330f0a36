# command-line-arguments
./new_above_boundary.go:3:6: can inline f
./new_above_boundary.go:3:25: new([65537]byte) escapes to heap
