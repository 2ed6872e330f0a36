# command-line-arguments
./inline_budget.go:3:6: can inline at
./inline_budget.go:23:25: inlining call to at
