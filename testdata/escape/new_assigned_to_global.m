# command-line-arguments
./new_assigned_to_global.go:5:6: can inline f
./new_assigned_to_global.go:5:19: new(int) escapes to heap
