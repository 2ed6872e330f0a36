# command-line-arguments
./go_function_with_pointer.go:3:6: can inline work
./go_function_with_pointer.go:3:11: p does not escape
./go_function_with_pointer.go:6:2: moved to heap: x
