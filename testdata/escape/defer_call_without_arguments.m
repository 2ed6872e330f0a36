# command-line-arguments
./defer_call_without_arguments.go:3:6: can inline done
