# command-line-arguments
./op_assignment_and_increment.go:3:6: can inline f
./op_assignment_and_increment.go:3:8: p does not escape
./op_assignment_and_increment.go:3:16: s does not escape
