# command-line-arguments
./struct_parameter_field_returned.go:5:6: can inline f
./struct_parameter_field_returned.go:6:6: can inline g
./struct_parameter_field_returned.go:5:8: leaking param: t to result ~r0 level=0
./struct_parameter_field_returned.go:6:8: leaking param: t to result ~r0 level=1
