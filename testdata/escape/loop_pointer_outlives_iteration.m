# command-line-arguments
./loop_pointer_outlives_iteration.go:3:6: can inline f
./loop_pointer_outlives_iteration.go:6:3: moved to heap: x
