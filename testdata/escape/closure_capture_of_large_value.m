# command-line-arguments
./closure_capture_of_large_value.go:5:6: can inline f
./closure_capture_of_large_value.go:6:9: can inline f.func1
./closure_capture_of_large_value.go:8:6: can inline g
./closure_capture_of_large_value.go:9:9: can inline g.func1
./closure_capture_of_large_value.go:5:8: moved to heap: b
./closure_capture_of_large_value.go:6:9: func literal escapes to heap
./closure_capture_of_large_value.go:9:9: func literal escapes to heap
