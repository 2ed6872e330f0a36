# command-line-arguments
./return_value_of_local.go:3:6: can inline f
