# command-line-arguments
./embedded_pointer_promoted_field.go:6:6: can inline f
./embedded_pointer_promoted_field.go:7:6: can inline g
./embedded_pointer_promoted_field.go:6:8: leaking param: d to result ~r0 level=1
./embedded_pointer_promoted_field.go:7:8: leaking param: d to result ~r0 level=2
