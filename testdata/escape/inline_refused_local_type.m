# command-line-arguments
./inline_refused_local_type.go:7:6: can inline g
