# command-line-arguments
./naked_return_of_address.go:3:6: can inline f
./naked_return_of_address.go:4:2: moved to heap: x
