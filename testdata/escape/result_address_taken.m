# command-line-arguments
./result_address_taken.go:5:6: can inline f
./result_address_taken.go:5:11: moved to heap: n
