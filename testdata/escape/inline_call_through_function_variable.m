# command-line-arguments
./inline_call_through_function_variable.go:3:6: can inline inc
./inline_call_through_function_variable.go:5:6: can inline f
./inline_call_through_function_variable.go:7:10: inlining call to inc
./inline_call_through_function_variable.go:9:6: can inline h
