# command-line-arguments
./closure_passed_to_function.go:3:6: can inline apply
./closure_passed_to_function.go:6:14: inlining call to apply
./closure_passed_to_function.go:6:15: can inline f.func1
./closure_passed_to_function.go:6:14: inlining call to f.func1
./closure_passed_to_function.go:3:12: f does not escape
./closure_passed_to_function.go:6:15: func literal does not escape
