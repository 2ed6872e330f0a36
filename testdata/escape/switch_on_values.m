# command-line-arguments
./switch_on_values.go:3:6: can inline f
./switch_on_values.go:3:8: leaking param: x to result ~r0 level=0
./switch_on_values.go:3:16: s does not escape
./switch_on_values.go:8:3: moved to heap: y
