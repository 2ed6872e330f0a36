# command-line-arguments
./range_over_array_value.go:5:6: can inline f
./range_over_array_value.go:5:8: leaking param: a
