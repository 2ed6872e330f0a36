# command-line-arguments
./loop_pointer_within_iteration.go:3:6: can inline f
