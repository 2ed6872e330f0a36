# command-line-arguments
./closure_assigned_before_capture.go:3:6: can inline f
./closure_assigned_before_capture.go:6:9: can inline f.func1
./closure_assigned_before_capture.go:6:9: func literal escapes to heap
