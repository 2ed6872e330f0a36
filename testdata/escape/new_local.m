# command-line-arguments
./new_local.go:3:6: can inline f
./new_local.go:4:10: new(int) does not escape
