# command-line-arguments
./parameter_to_several_results.go:3:6: can inline f
./parameter_to_several_results.go:3:8: leaking param: a to result x level=0
./parameter_to_several_results.go:3:8: leaking param: a to result y level=0
