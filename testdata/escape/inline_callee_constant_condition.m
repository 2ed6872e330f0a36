# command-line-arguments
./inline_callee_constant_condition.go:5:6: can inline log
./inline_callee_constant_condition.go:10:6: can inline f
./inline_callee_constant_condition.go:10:15: inlining call to log
./inline_callee_constant_condition.go:5:10: s does not escape
