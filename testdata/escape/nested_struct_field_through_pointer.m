# command-line-arguments
./nested_struct_field_through_pointer.go:6:6: can inline f
./nested_struct_field_through_pointer.go:7:6: can inline g
./nested_struct_field_through_pointer.go:8:6: can inline h
./nested_struct_field_through_pointer.go:6:8: leaking param: o to result ~r0 level=1
./nested_struct_field_through_pointer.go:7:8: leaking param: o to result ~r0 level=0
./nested_struct_field_through_pointer.go:8:8: moved to heap: o
