# command-line-arguments
./channel_send_value.go:3:6: can inline f
./channel_send_value.go:3:8: c does not escape
