# command-line-arguments
./address_used_locally.go:3:6: can inline f
