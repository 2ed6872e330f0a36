# command-line-arguments
./slice_literal_local_and_returned.go:3:6: can inline f
./slice_literal_local_and_returned.go:4:6: can inline g
./slice_literal_local_and_returned.go:3:28: []int{...} does not escape
./slice_literal_local_and_returned.go:4:30: []int{...} escapes to heap
