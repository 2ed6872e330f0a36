# command-line-arguments
./inline_empty_function.go:3:6: can inline nop
./inline_empty_function.go:5:6: can inline f
./inline_empty_function.go:5:15: inlining call to nop
