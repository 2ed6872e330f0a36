# command-line-arguments
./function_value_call.go:3:6: can inline f
./function_value_call.go:3:8: g does not escape
./function_value_call.go:4:2: moved to heap: x
