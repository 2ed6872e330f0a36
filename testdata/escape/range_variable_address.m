# command-line-arguments
./range_variable_address.go:3:6: can inline f
./range_variable_address.go:3:8: leaking param content: s
./range_variable_address.go:4:9: moved to heap: x
