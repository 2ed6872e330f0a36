# command-line-arguments
./inline_switch.go:3:6: can inline name
./inline_switch.go:13:6: can inline f
./inline_switch.go:13:30: inlining call to name
