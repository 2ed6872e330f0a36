# command-line-arguments
./variadic_arguments_escape.go:5:6: can inline hold
./variadic_arguments_escape.go:7:6: can inline f
./variadic_arguments_escape.go:7:23: inlining call to hold
./variadic_arguments_escape.go:8:6: can inline g
./variadic_arguments_escape.go:8:23: inlining call to hold
./variadic_arguments_escape.go:5:11: leaking param: xs
./variadic_arguments_escape.go:7:23: ... argument escapes to heap
./variadic_arguments_escape.go:8:8: leaking param: s
