# command-line-arguments
./defer_in_loop.go:3:6: can inline done
./defer_in_loop.go:3:11: p does not escape
./defer_in_loop.go:7:3: moved to heap: x
