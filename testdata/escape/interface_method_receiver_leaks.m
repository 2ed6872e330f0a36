# command-line-arguments
./interface_method_receiver_leaks.go:6:6: can inline (*T).M
./interface_method_receiver_leaks.go:8:6: can inline f
./interface_method_receiver_leaks.go:9:6: can inline g
./interface_method_receiver_leaks.go:11:3: inlining call to f
./interface_method_receiver_leaks.go:11:3: devirtualizing i.M to *T
./interface_method_receiver_leaks.go:6:7: t does not escape
./interface_method_receiver_leaks.go:8:8: leaking param: i
./interface_method_receiver_leaks.go:10:7: &T{...} does not escape
