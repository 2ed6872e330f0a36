# command-line-arguments
./string_range_over_bytes.go:3:6: can inline f
./string_range_over_bytes.go:3:8: s does not escape
./string_range_over_bytes.go:4:18: ([]byte)(s) does not escape
