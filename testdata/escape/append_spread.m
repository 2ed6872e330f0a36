# command-line-arguments
./append_spread.go:3:6: can inline f
./append_spread.go:4:6: can inline g
./append_spread.go:5:6: can inline h
./append_spread.go:3:8: leaking param content: s
./append_spread.go:3:8: leaking param: s to result ~r0 level=0
./append_spread.go:3:11: leaking param content: t
./append_spread.go:4:8: leaking param: s to result ~r0 level=0
./append_spread.go:4:11: t does not escape
./append_spread.go:5:8: leaking param: b to result ~r0 level=0
./append_spread.go:5:18: s does not escape
