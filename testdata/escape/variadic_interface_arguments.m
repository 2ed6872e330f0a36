# command-line-arguments
./variadic_interface_arguments.go:3:6: can inline count
./variadic_interface_arguments.go:5:6: can inline f
./variadic_interface_arguments.go:5:36: inlining call to count
./variadic_interface_arguments.go:3:12: xs does not escape
./variadic_interface_arguments.go:5:8: s does not escape
./variadic_interface_arguments.go:5:36: ... argument does not escape
./variadic_interface_arguments.go:5:37: 1 does not escape
./variadic_interface_arguments.go:5:37: s does not escape
