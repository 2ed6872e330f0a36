# command-line-arguments
./printf_arguments.go:5:45: inlining call to fmt.Printf
./printf_arguments.go:5:15: leaking param: s
./printf_arguments.go:5:25: leaking param: p
./printf_arguments.go:5:45: ... argument does not escape
./printf_arguments.go:5:46: x escapes to heap
./printf_arguments.go:5:46: s escapes to heap
