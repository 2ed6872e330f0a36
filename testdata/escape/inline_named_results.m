# command-line-arguments
./inline_named_results.go:3:6: can inline divmod
./inline_named_results.go:8:6: can inline f
./inline_named_results.go:9:16: inlining call to divmod
