# command-line-arguments
./closure_in_loop_captures_copy.go:3:6: can inline f
./closure_in_loop_captures_copy.go:6:19: can inline f.func1
./closure_in_loop_captures_copy.go:6:19: func literal escapes to heap
