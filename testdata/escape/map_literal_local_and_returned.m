# command-line-arguments
./map_literal_local_and_returned.go:3:6: can inline f
./map_literal_local_and_returned.go:4:6: can inline g
./map_literal_local_and_returned.go:3:46: map[string]int{...} does not escape
./map_literal_local_and_returned.go:4:48: map[string]int{...} escapes to heap
