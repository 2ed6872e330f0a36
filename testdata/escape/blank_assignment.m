# command-line-arguments
./blank_assignment.go:3:6: can inline f
./blank_assignment.go:6:16: new(int) does not escape
