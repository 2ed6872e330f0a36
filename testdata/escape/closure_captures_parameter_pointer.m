# command-line-arguments
./closure_captures_parameter_pointer.go:3:6: can inline f
./closure_captures_parameter_pointer.go:3:36: can inline f.func1
./closure_captures_parameter_pointer.go:3:8: leaking param: p
./closure_captures_parameter_pointer.go:3:36: func literal escapes to heap
