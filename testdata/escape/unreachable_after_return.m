# command-line-arguments
./unreachable_after_return.go:3:6: can inline f
./unreachable_after_return.go:5:10: new(int) does not escape
