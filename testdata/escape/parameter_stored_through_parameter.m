# command-line-arguments
./parameter_stored_through_parameter.go:3:6: can inline f
./parameter_stored_through_parameter.go:3:8: dst does not escape
./parameter_stored_through_parameter.go:3:19: leaking param: src
