# command-line-arguments
./inline_leaf.go:3:6: can inline add
./inline_leaf.go:5:6: can inline f
./inline_leaf.go:5:31: inlining call to add
./inline_leaf.go:5:43: inlining call to add
