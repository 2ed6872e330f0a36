# command-line-arguments
./channel_receive.go:3:6: can inline f
./channel_receive.go:4:6: can inline g
./channel_receive.go:3:8: c does not escape
./channel_receive.go:4:8: c does not escape
