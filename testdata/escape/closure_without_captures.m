# command-line-arguments
./closure_without_captures.go:3:6: can inline f
./closure_without_captures.go:3:33: can inline f.func1
./closure_without_captures.go:3:33: func literal escapes to heap
