# command-line-arguments
./closure_returned_by_value_capture.go:3:6: can inline f
./closure_returned_by_value_capture.go:5:9: can inline f.func1
./closure_returned_by_value_capture.go:5:9: func literal escapes to heap
