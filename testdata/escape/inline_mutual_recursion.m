# command-line-arguments
./inline_mutual_recursion.go:3:6: can inline even
./inline_mutual_recursion.go:13:13: inlining call to even
./inline_mutual_recursion.go:15:6: can inline f
./inline_mutual_recursion.go:15:28: inlining call to even
