# command-line-arguments
./struct_with_function_field_literal.go:5:6: can inline f
./struct_with_function_field_literal.go:7:15: can inline f.func1
./struct_with_function_field_literal.go:11:9: can inline g.func1
./struct_with_function_field_literal.go:7:15: func literal escapes to heap
./struct_with_function_field_literal.go:11:9: func literal does not escape
