# command-line-arguments
./inline_blank_parameters.go:3:6: can inline g
./inline_blank_parameters.go:5:6: can inline f
./inline_blank_parameters.go:5:32: inlining call to g
