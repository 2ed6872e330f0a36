# command-line-arguments
./select_send_and_receive.go:3:6: can inline f
./select_send_and_receive.go:3:8: a does not escape
./select_send_and_receive.go:3:11: b does not escape
./select_send_and_receive.go:4:2: moved to heap: x
