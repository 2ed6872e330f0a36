# command-line-arguments
./interface_of_direct_types.go:7:6: can inline f
./interface_of_direct_types.go:7:8: leaking param: m
./interface_of_direct_types.go:7:23: leaking param: c
./interface_of_direct_types.go:7:35: leaking param: fn
./interface_of_direct_types.go:7:46: leaking param: o
./interface_of_direct_types.go:7:53: leaking param: a
