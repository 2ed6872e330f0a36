# command-line-arguments
./parameter_not_used.go:3:6: can inline f
./parameter_not_used.go:3:8: p does not escape
