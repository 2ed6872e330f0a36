# command-line-arguments
./parameter_stored_in_global.go:5:6: can inline f
./parameter_stored_in_global.go:5:8: leaking param: p
