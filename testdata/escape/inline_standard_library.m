# command-line-arguments
./inline_standard_library.go:12:15: inlining call to strings.(*Builder).WriteString
./inline_standard_library.go:12:15: inlining call to strings.(*Builder).copyCheck
./inline_standard_library.go:12:15: inlining call to strings.noescape
./inline_standard_library.go:13:13: inlining call to strings.(*Builder).WriteByte
./inline_standard_library.go:13:13: inlining call to strings.(*Builder).copyCheck
./inline_standard_library.go:13:13: inlining call to strings.noescape
./inline_standard_library.go:14:14: inlining call to strings.(*Builder).Len
./inline_standard_library.go:16:6: can inline g
./inline_standard_library.go:16:43: inlining call to bytes.(*Buffer).Len
./inline_standard_library.go:17:6: can inline h
./inline_standard_library.go:17:50: inlining call to utf8.RuneLen
./inline_standard_library.go:19:8: inlining call to sync.(*Mutex).Lock
./inline_standard_library.go:20:10: inlining call to sync.(*Mutex).Unlock
./inline_standard_library.go:10:8: s does not escape
./inline_standard_library.go:12:15: (interface {})(string("strings: illegal use of non-zero Builder copied by value")) escapes to heap
./inline_standard_library.go:13:13: (interface {})(string("strings: illegal use of non-zero Builder copied by value")) escapes to heap
./inline_standard_library.go:16:8: b does not escape
./inline_standard_library.go:18:8: leaking param: m
