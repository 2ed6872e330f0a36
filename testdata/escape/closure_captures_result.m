# command-line-arguments
./closure_captures_result.go:4:8: can inline f.func1
./closure_captures_result.go:4:8: func literal does not escape
