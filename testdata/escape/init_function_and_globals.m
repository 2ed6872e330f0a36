# command-line-arguments
./init_function_and_globals.go:9:6: can inline glob..func1
./init_function_and_globals.go:13:6: can inline init.0
./init_function_and_globals.go:17:6: can inline init.1
./init_function_and_globals.go:14:2: moved to heap: x
./init_function_and_globals.go:7:21: map[string]*int{...} escapes to heap
./init_function_and_globals.go:8:9: new(int) escapes to heap
