# command-line-arguments
./pointer_literal_local_and_returned.go:5:6: can inline f
./pointer_literal_local_and_returned.go:6:6: can inline g
./pointer_literal_local_and_returned.go:5:21: &T{...} does not escape
./pointer_literal_local_and_returned.go:6:23: &T{...} escapes to heap
