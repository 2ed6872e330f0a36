# command-line-arguments
./return_address_of_local.go:3:6: can inline f
./return_address_of_local.go:4:2: moved to heap: x
