# command-line-arguments
./inline_closure_in_inlined_function.go:3:6: can inline adder
./inline_closure_in_inlined_function.go:3:42: can inline adder.func1
./inline_closure_in_inlined_function.go:5:28: inlining call to adder
./inline_closure_in_inlined_function.go:3:42: can inline f.func1
./inline_closure_in_inlined_function.go:5:31: inlining call to f.func1
./inline_closure_in_inlined_function.go:3:42: func literal escapes to heap
./inline_closure_in_inlined_function.go:5:28: func literal does not escape
