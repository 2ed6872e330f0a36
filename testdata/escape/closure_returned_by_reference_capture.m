# command-line-arguments
./closure_returned_by_reference_capture.go:3:6: can inline f
./closure_returned_by_reference_capture.go:5:9: can inline f.func1
./closure_returned_by_reference_capture.go:4:2: moved to heap: x
./closure_returned_by_reference_capture.go:5:9: func literal escapes to heap
