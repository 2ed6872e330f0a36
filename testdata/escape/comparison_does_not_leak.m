# command-line-arguments
./comparison_does_not_leak.go:3:6: can inline f
./comparison_does_not_leak.go:4:6: can inline g
./comparison_does_not_leak.go:5:6: can inline h
./comparison_does_not_leak.go:6:6: can inline k
./comparison_does_not_leak.go:3:8: a does not escape
./comparison_does_not_leak.go:3:11: b does not escape
./comparison_does_not_leak.go:4:8: a does not escape
./comparison_does_not_leak.go:4:11: b does not escape
./comparison_does_not_leak.go:5:8: a does not escape
./comparison_does_not_leak.go:6:8: s does not escape
