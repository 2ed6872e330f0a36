# command-line-arguments
./type_switch_without_variable.go:3:6: can inline f
./type_switch_without_variable.go:3:8: i does not escape
