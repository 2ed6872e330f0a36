# command-line-arguments
./type_switch_flow.go:3:6: can inline f
./type_switch_flow.go:3:8: leaking param: i to result ~r0 level=0
./type_switch_flow.go:7:10: moved to heap: v
