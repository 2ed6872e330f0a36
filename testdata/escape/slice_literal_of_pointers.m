# command-line-arguments
./slice_literal_of_pointers.go:3:6: can inline f
./slice_literal_of_pointers.go:4:2: moved to heap: x
./slice_literal_of_pointers.go:4:5: moved to heap: y
./slice_literal_of_pointers.go:5:13: []*int{...} does not escape
