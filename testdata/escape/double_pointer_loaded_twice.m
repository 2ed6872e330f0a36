# command-line-arguments
./double_pointer_loaded_twice.go:3:6: can inline f
./double_pointer_loaded_twice.go:3:8: leaking param: p to result ~r0 level=2
