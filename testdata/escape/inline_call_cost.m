# command-line-arguments
./inline_call_cost.go:6:6: can inline one
./inline_call_cost.go:8:33: inlining call to one
