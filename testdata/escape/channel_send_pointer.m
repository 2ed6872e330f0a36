# command-line-arguments
./channel_send_pointer.go:3:6: can inline f
./channel_send_pointer.go:3:8: c does not escape
./channel_send_pointer.go:4:2: moved to heap: x
