# command-line-arguments
./inline_closure_direct_call.go:4:9: can inline f.func1
./inline_closure_direct_call.go:3:6: can inline f
./inline_closure_direct_call.go:4:41: inlining call to f.func1
