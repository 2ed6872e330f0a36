# command-line-arguments
./loop_new_per_iteration.go:3:6: can inline f
./loop_new_per_iteration.go:6:10: new(int) escapes to heap
