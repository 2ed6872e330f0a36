# command-line-arguments
./inline_twice_removed.go:3:6: can inline a
./inline_twice_removed.go:4:6: can inline b
./inline_twice_removed.go:4:29: inlining call to a
./inline_twice_removed.go:5:6: can inline c
./inline_twice_removed.go:5:29: inlining call to b
./inline_twice_removed.go:5:29: inlining call to a
./inline_twice_removed.go:6:6: can inline f
./inline_twice_removed.go:6:29: inlining call to c
./inline_twice_removed.go:6:29: inlining call to b
./inline_twice_removed.go:6:29: inlining call to a
