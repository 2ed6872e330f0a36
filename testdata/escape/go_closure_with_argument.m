# command-line-arguments
./go_closure_with_argument.go:5:5: can inline f.func1
./go_closure_with_argument.go:5:10: p does not escape
./go_closure_with_argument.go:4:2: moved to heap: x
./go_closure_with_argument.go:5:5: func literal escapes to heap
