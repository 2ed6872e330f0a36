# command-line-arguments
./slice_to_array_pointer.go:3:6: can inline f
./slice_to_array_pointer.go:3:8: leaking param: s to result ~r0 level=0
