# command-line-arguments
./inline_closure_assigned_once.go:4:7: can inline f.func1
./inline_closure_assigned_once.go:3:6: can inline f
./inline_closure_assigned_once.go:5:10: inlining call to f.func1
./inline_closure_assigned_once.go:5:17: inlining call to f.func1
./inline_closure_assigned_once.go:4:7: func literal does not escape
