# command-line-arguments
./closure_recursive.go:5:8: func literal does not escape
