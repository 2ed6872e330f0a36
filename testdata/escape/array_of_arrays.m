# command-line-arguments
./array_of_arrays.go:3:6: can inline f
./array_of_arrays.go:4:6: moved to heap: a
