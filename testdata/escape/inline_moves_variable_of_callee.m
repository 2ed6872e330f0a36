# command-line-arguments
./inline_moves_variable_of_callee.go:3:6: can inline addr
./inline_moves_variable_of_callee.go:5:6: can inline f
./inline_moves_variable_of_callee.go:5:28: inlining call to addr
./inline_moves_variable_of_callee.go:6:6: can inline g
./inline_moves_variable_of_callee.go:6:29: inlining call to addr
./inline_moves_variable_of_callee.go:3:11: moved to heap: x
./inline_moves_variable_of_callee.go:5:28: moved to heap: x
