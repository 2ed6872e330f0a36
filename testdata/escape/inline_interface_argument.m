# command-line-arguments
./inline_interface_argument.go:3:6: can inline isNil
./inline_interface_argument.go:5:6: can inline f
./inline_interface_argument.go:5:34: inlining call to isNil
./inline_interface_argument.go:3:12: i does not escape
./inline_interface_argument.go:5:34: x does not escape
