# command-line-arguments
./multiple_results_assigned.go:3:6: can inline two
./multiple_results_assigned.go:5:6: can inline f
./multiple_results_assigned.go:7:13: inlining call to two
./multiple_results_assigned.go:3:10: leaking param: a to result ~r0 level=0
./multiple_results_assigned.go:3:13: leaking param: b to result ~r1 level=0
./multiple_results_assigned.go:6:2: moved to heap: x
