# command-line-arguments
./range_over_slice_of_pointers.go:5:6: can inline f
./range_over_slice_of_pointers.go:5:8: leaking param content: s
