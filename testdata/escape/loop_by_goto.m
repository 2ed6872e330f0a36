# command-line-arguments
./loop_by_goto.go:3:6: can inline f
./loop_by_goto.go:7:2: moved to heap: x
