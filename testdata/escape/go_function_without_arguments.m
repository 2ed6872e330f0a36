# command-line-arguments
./go_function_without_arguments.go:3:6: can inline work
