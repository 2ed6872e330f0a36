# command-line-arguments
./range_assigns_existing_variables.go:3:6: can inline f
./range_assigns_existing_variables.go:3:8: leaking param: s to result ~r0 level=1
