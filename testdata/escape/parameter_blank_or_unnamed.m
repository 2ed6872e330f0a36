# command-line-arguments
./parameter_blank_or_unnamed.go:3:6: can inline f
./parameter_blank_or_unnamed.go:4:6: can inline g
./parameter_blank_or_unnamed.go:3:16: q does not escape
