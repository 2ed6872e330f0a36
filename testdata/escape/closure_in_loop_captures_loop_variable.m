# command-line-arguments
./closure_in_loop_captures_loop_variable.go:3:6: can inline f
./closure_in_loop_captures_loop_variable.go:5:19: can inline f.func1
./closure_in_loop_captures_loop_variable.go:4:6: moved to heap: i
./closure_in_loop_captures_loop_variable.go:5:19: func literal escapes to heap
