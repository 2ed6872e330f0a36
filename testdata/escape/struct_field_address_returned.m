# command-line-arguments
./struct_field_address_returned.go:5:6: can inline f
./struct_field_address_returned.go:6:6: moved to heap: t
