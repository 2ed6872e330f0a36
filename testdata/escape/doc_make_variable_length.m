# command-line-arguments
./doc_make_variable_length.go:3:6: can inline generate
./doc_make_variable_length.go:10:6: can inline constant
./doc_make_variable_length.go:17:6: can inline main
./doc_make_variable_length.go:18:10: inlining call to generate
./doc_make_variable_length.go:19:10: inlining call to constant
./doc_make_variable_length.go:4:14: make([]int, 0, length) escapes to heap
./doc_make_variable_length.go:11:14: make([]int, 0, 10) does not escape
./doc_make_variable_length.go:18:10: make([]int, 0, length) escapes to heap
./doc_make_variable_length.go:19:10: make([]int, 0, 10) does not escape
