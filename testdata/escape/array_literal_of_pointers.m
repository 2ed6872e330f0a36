# command-line-arguments
./array_literal_of_pointers.go:3:6: can inline f
./array_literal_of_pointers.go:8:6: can inline g
./array_literal_of_pointers.go:9:2: moved to heap: x
