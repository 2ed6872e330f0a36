# command-line-arguments
./go_noinline_function.go:6:6: can inline g
