# command-line-arguments
./closure_variable_reassigned.go:5:7: can inline f.func1
./closure_variable_reassigned.go:7:7: can inline f.func2
./closure_variable_reassigned.go:5:7: func literal does not escape
./closure_variable_reassigned.go:7:7: func literal does not escape
