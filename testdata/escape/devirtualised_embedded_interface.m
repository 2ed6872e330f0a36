# command-line-arguments
./devirtualised_embedded_interface.go:6:6: can inline f
./devirtualised_embedded_interface.go:8:12: partially devirtualizing i.M to T
./devirtualised_embedded_interface.go:6:8: leaking param: x
./devirtualised_embedded_interface.go:7:14: T{...} does not escape
