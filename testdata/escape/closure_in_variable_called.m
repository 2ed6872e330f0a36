# command-line-arguments
./closure_in_variable_called.go:5:7: can inline f.func1
./closure_in_variable_called.go:3:6: can inline f
./closure_in_variable_called.go:6:10: inlining call to f.func1
./closure_in_variable_called.go:5:7: func literal does not escape
