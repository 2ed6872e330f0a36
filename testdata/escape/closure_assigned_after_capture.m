# command-line-arguments
./closure_assigned_after_capture.go:3:6: can inline f
./closure_assigned_after_capture.go:5:7: can inline f.func1
./closure_assigned_after_capture.go:4:2: moved to heap: x
./closure_assigned_after_capture.go:5:7: func literal escapes to heap
