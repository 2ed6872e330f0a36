# command-line-arguments
./defer_call_with_arguments.go:3:6: can inline done
./defer_call_with_arguments.go:3:11: p does not escape
