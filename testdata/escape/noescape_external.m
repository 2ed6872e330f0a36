# command-line-arguments
./noescape_external.go:6:10: leaking param: p
./noescape_external.go:6:25: leaking param: q
./noescape_external.go:10:11: p does not escape
./noescape_external.go:10:19: s does not escape
./noescape_external.go:13:11: assuming p is unsafe uintptr
./noescape_external.go:13:22: leaking param: _
./noescape_external.go:13:30: assuming x is unsafe uintptr
./noescape_external.go:16:2: moved to heap: x
