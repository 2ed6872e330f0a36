# command-line-arguments
./interface_conversion_escapes.go:5:6: can inline f
./interface_conversion_escapes.go:5:17: x escapes to heap
