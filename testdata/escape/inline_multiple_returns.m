# command-line-arguments
./inline_multiple_returns.go:3:6: can inline abs
./inline_multiple_returns.go:9:6: can inline f
./inline_multiple_returns.go:9:31: inlining call to abs
./inline_multiple_returns.go:9:40: inlining call to abs
