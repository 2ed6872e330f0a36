# command-line-arguments
./interface_to_interface.go:7:6: can inline f
./interface_to_interface.go:7:8: leaking param: r
