# command-line-arguments
./closure_stored_in_global.go:5:6: can inline f
./closure_stored_in_global.go:7:6: can inline f.func1
./closure_stored_in_global.go:6:2: moved to heap: x
./closure_stored_in_global.go:7:6: func literal escapes to heap
