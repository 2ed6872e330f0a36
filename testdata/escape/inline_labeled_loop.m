# command-line-arguments
./inline_labeled_loop.go:3:6: can inline find
./inline_labeled_loop.go:14:6: can inline f
./inline_labeled_loop.go:14:35: inlining call to find
./inline_labeled_loop.go:3:11: s does not escape
./inline_labeled_loop.go:14:8: s does not escape
