# command-line-arguments
./inline_select.go:3:6: can inline try
./inline_select.go:11:6: can inline f
./inline_select.go:11:36: inlining call to try
./inline_select.go:3:10: c does not escape
./inline_select.go:11:8: c does not escape
