# command-line-arguments
./method_value_of_interface.go:5:6: can inline f
./method_value_of_interface.go:6:6: can inline g
./method_value_of_interface.go:5:8: leaking param: i
./method_value_of_interface.go:5:34: i.M escapes to heap
./method_value_of_interface.go:6:8: leaking param: i
./method_value_of_interface.go:7:8: i.M does not escape
