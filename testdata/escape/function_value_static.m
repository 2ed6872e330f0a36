# command-line-arguments
./function_value_static.go:3:6: can inline id
./function_value_static.go:5:6: can inline f
./function_value_static.go:8:11: inlining call to id
./function_value_static.go:3:9: leaking param: p to result ~r0 level=0
