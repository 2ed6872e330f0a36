# command-line-arguments
./pointer_literal_at_boundary.go:3:6: can inline f
./pointer_literal_at_boundary.go:4:6: can inline g
./pointer_literal_at_boundary.go:3:22: &[65536]byte{} does not escape
./pointer_literal_at_boundary.go:4:22: &[65537]byte{} escapes to heap
