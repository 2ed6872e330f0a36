# command-line-arguments
./append_to_local.go:3:6: can inline f
