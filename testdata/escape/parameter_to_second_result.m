# command-line-arguments
./parameter_to_second_result.go:3:6: can inline f
./parameter_to_second_result.go:3:8: leaking param: a to result y level=0
./parameter_to_second_result.go:3:11: leaking param: b to result x level=0
