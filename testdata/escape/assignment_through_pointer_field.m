# command-line-arguments
./assignment_through_pointer_field.go:5:6: can inline f
./assignment_through_pointer_field.go:9:6: can inline g
./assignment_through_pointer_field.go:5:8: t does not escape
./assignment_through_pointer_field.go:6:2: moved to heap: x
