# command-line-arguments
./interface_conversion_local.go:3:6: can inline f
./interface_conversion_local.go:4:22: x does not escape
