# command-line-arguments
./defer_closure.go:5:8: can inline f.func1
./defer_closure.go:5:8: func literal does not escape
