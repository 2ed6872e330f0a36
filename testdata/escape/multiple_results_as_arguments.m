# command-line-arguments
./multiple_results_as_arguments.go:3:6: can inline two
./multiple_results_as_arguments.go:4:6: can inline pick
./multiple_results_as_arguments.go:6:6: can inline f
./multiple_results_as_arguments.go:8:18: inlining call to two
./multiple_results_as_arguments.go:8:14: inlining call to pick
./multiple_results_as_arguments.go:3:10: leaking param: a to result ~r0 level=0
./multiple_results_as_arguments.go:3:13: leaking param: b to result ~r1 level=0
./multiple_results_as_arguments.go:4:11: a does not escape
./multiple_results_as_arguments.go:4:14: leaking param: b to result ~r0 level=0
