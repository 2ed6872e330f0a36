# command-line-arguments
./inline_loop.go:3:6: can inline sum
./inline_loop.go:9:6: can inline count
./inline_loop.go:15:6: can inline f
./inline_loop.go:15:33: inlining call to sum
./inline_loop.go:15:44: inlining call to count
./inline_loop.go:3:10: s does not escape
./inline_loop.go:15:8: s does not escape
