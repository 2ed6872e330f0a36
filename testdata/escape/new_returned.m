# command-line-arguments
./new_returned.go:3:6: can inline f
./new_returned.go:3:27: new(int) escapes to heap
