# command-line-arguments
./go_variadic.go:3:6: can inline work
./go_variadic.go:3:11: xs does not escape
./go_variadic.go:5:19: ... argument does not escape
