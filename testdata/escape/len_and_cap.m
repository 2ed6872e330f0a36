# command-line-arguments
./len_and_cap.go:3:6: can inline f
./len_and_cap.go:3:8: s does not escape
./len_and_cap.go:3:18: m does not escape
./len_and_cap.go:3:37: c does not escape
