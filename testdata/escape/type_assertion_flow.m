# command-line-arguments
./type_assertion_flow.go:3:6: can inline f
./type_assertion_flow.go:4:6: can inline g
./type_assertion_flow.go:5:6: can inline h
./type_assertion_flow.go:9:6: can inline k
./type_assertion_flow.go:3:8: leaking param: i to result ~r0 level=0
./type_assertion_flow.go:4:8: leaking param: i to result ~r0 level=1
./type_assertion_flow.go:5:8: leaking param: i to result ~r0 level=1
./type_assertion_flow.go:9:8: leaking param: i to result ~r0 level=0
