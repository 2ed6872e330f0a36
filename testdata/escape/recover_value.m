# command-line-arguments
./recover_value.go:4:8: func literal does not escape
