# command-line-arguments
./pointer_literal_in_pointer_literal.go:5:6: can inline f
./pointer_literal_in_pointer_literal.go:6:6: can inline g
./pointer_literal_in_pointer_literal.go:5:22: &T{...} escapes to heap
./pointer_literal_in_pointer_literal.go:5:25: &T{...} escapes to heap
./pointer_literal_in_pointer_literal.go:7:7: &T{...} does not escape
./pointer_literal_in_pointer_literal.go:7:10: &T{...} does not escape
