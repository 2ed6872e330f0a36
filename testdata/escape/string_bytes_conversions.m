# command-line-arguments
./string_bytes_conversions.go:3:6: can inline f
./string_bytes_conversions.go:4:6: can inline g
./string_bytes_conversions.go:5:6: can inline h
./string_bytes_conversions.go:6:6: can inline k
./string_bytes_conversions.go:7:6: can inline l
./string_bytes_conversions.go:8:6: can inline m
./string_bytes_conversions.go:9:6: can inline n
./string_bytes_conversions.go:10:6: can inline o
./string_bytes_conversions.go:3:8: s does not escape
./string_bytes_conversions.go:3:55: ([]byte)(s) escapes to heap
./string_bytes_conversions.go:4:8: b does not escape
./string_bytes_conversions.go:4:55: string(b) escapes to heap
./string_bytes_conversions.go:5:8: s does not escape
./string_bytes_conversions.go:5:53: ([]byte)(s) does not escape
./string_bytes_conversions.go:6:8: b does not escape
./string_bytes_conversions.go:6:55: string(b) does not escape
./string_bytes_conversions.go:7:55: string(r) escapes to heap
./string_bytes_conversions.go:8:8: s does not escape
./string_bytes_conversions.go:8:55: ([]rune)(s) escapes to heap
./string_bytes_conversions.go:9:8: r does not escape
./string_bytes_conversions.go:9:55: string(r) escapes to heap
./string_bytes_conversions.go:10:8: m does not escape
./string_bytes_conversions.go:10:26: b does not escape
./string_bytes_conversions.go:10:57: string(b) does not escape
