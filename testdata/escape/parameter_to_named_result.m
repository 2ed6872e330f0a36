# command-line-arguments
./parameter_to_named_result.go:3:6: can inline f
./parameter_to_named_result.go:3:8: leaking param: a to result r level=0
