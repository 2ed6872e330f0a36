# command-line-arguments
./go_closure.go:5:5: can inline f.func1
./go_closure.go:5:5: func literal escapes to heap
