# command-line-arguments
./struct_copy_does_not_move.go:5:6: can inline f
./struct_copy_does_not_move.go:5:8: leaking param: t to result ~r0 level=0
