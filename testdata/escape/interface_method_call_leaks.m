# command-line-arguments
./interface_method_call_leaks.go:5:6: can inline f
./interface_method_call_leaks.go:5:8: leaking param: i
./interface_method_call_leaks.go:6:2: moved to heap: x
