# command-line-arguments
./inline_function_containing_closure.go:3:6: can inline each
./inline_function_containing_closure.go:9:6: inlining call to each
./inline_function_containing_closure.go:9:10: can inline total.func1
./inline_function_containing_closure.go:9:6: inlining call to total.func1
./inline_function_containing_closure.go:12:6: can inline f
./inline_function_containing_closure.go:3:11: s does not escape
./inline_function_containing_closure.go:3:20: fn does not escape
./inline_function_containing_closure.go:8:12: s does not escape
./inline_function_containing_closure.go:9:10: func literal does not escape
./inline_function_containing_closure.go:12:34: []int{...} does not escape
