# command-line-arguments
./anonymous_struct.go:3:6: can inline f
./anonymous_struct.go:7:3: struct { a int; b *int }{...} escapes to heap
./anonymous_struct.go:7:10: new(int) escapes to heap
