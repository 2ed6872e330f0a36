# command-line-arguments
./pointer_to_pointer_escapes.go:3:6: can inline f
./pointer_to_pointer_escapes.go:4:2: moved to heap: x
./pointer_to_pointer_escapes.go:5:2: moved to heap: p
