# command-line-arguments
./function_field_call.go:5:6: can inline f
./function_field_call.go:5:8: t does not escape
./function_field_call.go:5:14: leaking param: p
