# command-line-arguments
./slicing.go:3:6: can inline f
./slicing.go:4:6: can inline g
./slicing.go:5:6: can inline h
./slicing.go:6:6: can inline k
./slicing.go:10:6: can inline l
./slicing.go:3:8: leaking param: s to result ~r0 level=0
./slicing.go:4:8: leaking param: s to result ~r0 level=0
./slicing.go:5:8: leaking param: a to result ~r0 level=0
./slicing.go:7:6: moved to heap: a
