# command-line-arguments
./append_to_literal.go:3:6: can inline f
./append_to_literal.go:4:6: can inline g
./append_to_literal.go:3:37: []int{} escapes to heap
