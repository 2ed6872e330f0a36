# command-line-arguments
./more_results_than_tags.go:3:6: can inline f
./more_results_than_tags.go:3:8: leaking param: a
