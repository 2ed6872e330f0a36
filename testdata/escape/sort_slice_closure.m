# command-line-arguments
./sort_slice_closure.go:6:16: can inline f.func1
./sort_slice_closure.go:5:8: leaking param: s
./sort_slice_closure.go:6:12: s escapes to heap
./sort_slice_closure.go:6:16: func literal does not escape
