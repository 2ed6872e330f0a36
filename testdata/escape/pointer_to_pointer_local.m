# command-line-arguments
./pointer_to_pointer_local.go:3:6: can inline f
