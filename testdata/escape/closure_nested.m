# command-line-arguments
./closure_nested.go:3:6: can inline f
./closure_nested.go:5:9: can inline f.func1
./closure_nested.go:7:10: can inline f.func1.1
./closure_nested.go:4:2: moved to heap: x
./closure_nested.go:5:9: func literal escapes to heap
./closure_nested.go:7:10: func literal escapes to heap
