# command-line-arguments
./go_closure_by_reference.go:5:5: can inline f.func1
./go_closure_by_reference.go:4:2: moved to heap: x
./go_closure_by_reference.go:5:5: func literal escapes to heap
