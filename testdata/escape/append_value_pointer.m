# command-line-arguments
./append_value_pointer.go:3:6: can inline f
./append_value_pointer.go:3:8: leaking param content: s
./append_value_pointer.go:3:8: leaking param: s to result ~r0 level=0
./append_value_pointer.go:4:2: moved to heap: x
