# command-line-arguments
./dead_code_is_not_analysed.go:5:6: can inline f
