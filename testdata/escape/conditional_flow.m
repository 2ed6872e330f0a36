# command-line-arguments
./conditional_flow.go:3:6: can inline f
./conditional_flow.go:3:8: leaking param: a to result ~r0 level=0
./conditional_flow.go:3:11: leaking param: b to result ~r0 level=0
