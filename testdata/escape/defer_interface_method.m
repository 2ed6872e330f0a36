# command-line-arguments
./defer_interface_method.go:5:8: leaking param: i
