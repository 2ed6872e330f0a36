# command-line-arguments
./inline_type_switch.go:3:6: can inline kind
./inline_type_switch.go:12:6: can inline f
./inline_type_switch.go:12:40: inlining call to kind
./inline_type_switch.go:12:50: inlining call to kind
./inline_type_switch.go:3:11: i does not escape
./inline_type_switch.go:12:8: x does not escape
./inline_type_switch.go:12:51: "s" does not escape
