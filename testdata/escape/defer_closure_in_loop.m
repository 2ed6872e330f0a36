# command-line-arguments
./defer_closure_in_loop.go:6:9: can inline f.func1
./defer_closure_in_loop.go:5:3: moved to heap: x
./defer_closure_in_loop.go:6:9: func literal escapes to heap
