# command-line-arguments
./inline_unused_results.go:3:6: can inline two
./inline_unused_results.go:5:6: can inline f
./inline_unused_results.go:5:15: inlining call to two
./inline_unused_results.go:3:26: moved to heap: x
