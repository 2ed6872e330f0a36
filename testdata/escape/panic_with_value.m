# command-line-arguments
./panic_with_value.go:3:6: can inline f
./panic_with_value.go:3:8: s does not escape
./panic_with_value.go:5:9: x escapes to heap
./panic_with_value.go:7:17: "bad " + s escapes to heap
./panic_with_value.go:7:15: "bad " + s escapes to heap
