# command-line-arguments
./inline_variadic.go:3:6: can inline n
./inline_variadic.go:5:6: can inline f
./inline_variadic.go:5:24: inlining call to n
./inline_variadic.go:5:30: inlining call to n
./inline_variadic.go:5:37: inlining call to n
./inline_variadic.go:5:47: inlining call to n
./inline_variadic.go:3:8: xs does not escape
./inline_variadic.go:5:30: ... argument does not escape
./inline_variadic.go:5:37: ... argument does not escape
./inline_variadic.go:5:53: []int{...} does not escape
