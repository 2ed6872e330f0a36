# command-line-arguments
./inline_refused_defer_go_recover.go:6:6: can inline s
./inline_refused_defer_go_recover.go:6:8: c does not escape
