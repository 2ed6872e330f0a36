# command-line-arguments
./runtime_functions.go:9:6: can inline version
./runtime_functions.go:9:59: inlining call to runtime.Version
./runtime_functions.go:10:6: can inline goroot
./runtime_functions.go:10:58: inlining call to runtime.GOROOT
./runtime_functions.go:11:6: can inline callers
./runtime_functions.go:11:59: inlining call to runtime.Callers
./runtime_functions.go:12:6: can inline gosched
./runtime_functions.go:12:52: inlining call to runtime.Gosched
./runtime_functions.go:12:52: inlining call to runtime.checkTimeouts
./runtime_functions.go:13:6: can inline lock
./runtime_functions.go:15:6: can inline stack
./runtime_functions.go:24:6: can inline caller
./runtime_functions.go:30:28: inlining call to runtime.CallersFrames
./runtime_functions.go:35:6: can inline keep
./runtime_functions.go:42:24: inlining call to runtime.UnlockOSThread
./runtime_functions.go:42:24: inlining call to runtime.dounlockOSThread
./runtime_functions.go:43:28: inlining call to runtime.NumCgoCall
./runtime_functions.go:44:33: inlining call to runtime.NumGoroutine
./runtime_functions.go:44:33: inlining call to runtime.gcount
./runtime_functions.go:44:52: inlining call to runtime.NumCPU
./runtime_functions.go:41:8: can inline counts.func1
./runtime_functions.go:49:26: inlining call to runtime.GoroutineProfile
./runtime_functions.go:50:29: inlining call to runtime.ThreadCreateProfile
./runtime_functions.go:55:33: inlining call to runtime.SetMutexProfileFraction
./runtime_functions.go:57:24: inlining call to runtime.(*StackRecord).Stack
./runtime_functions.go:57:43: inlining call to runtime.(*MemProfileRecord).Stack
./runtime_functions.go:57:63: inlining call to runtime.(*MemProfileRecord).InUseBytes
./runtime_functions.go:57:84: inlining call to runtime.(*MemProfileRecord).InUseObjects
./runtime_functions.go:48:8: can inline profiles.func1
./runtime_functions.go:69:17: inlining call to runtime.(*TypeAssertionError).RuntimeError
./runtime_functions.go:76:20: inlining call to debug.SetGCPercent
./runtime_functions.go:77:19: inlining call to debug.SetMaxStack
./runtime_functions.go:78:21: inlining call to debug.SetMaxThreads
./runtime_functions.go:79:23: inlining call to debug.SetPanicOnFault
./runtime_functions.go:80:20: inlining call to debug.FreeOSMemory
./runtime_functions.go:86:16: inlining call to version
./runtime_functions.go:86:16: inlining call to runtime.Version
./runtime_functions.go:87:9: inlining call to goroot
./runtime_functions.go:87:9: inlining call to runtime.GOROOT
./runtime_functions.go:11:14: pc does not escape
./runtime_functions.go:14:14: m does not escape
./runtime_functions.go:15:12: leaking param: b
./runtime_functions.go:21:18: (*runtime.Func).Name(f) + file escapes to heap
./runtime_functions.go:29:13: leaking param: pc
./runtime_functions.go:30:28: &runtime.Frames{...} escapes to heap
./runtime_functions.go:35:11: p does not escape
./runtime_functions.go:35:14: leaking param: q
./runtime_functions.go:41:8: func literal does not escape
./runtime_functions.go:47:15: leaking param: p
./runtime_functions.go:47:40: m does not escape
./runtime_functions.go:47:70: b does not escape
./runtime_functions.go:48:8: func literal does not escape
./runtime_functions.go:61:8: func literal does not escape
./runtime_functions.go:62:6: 1 does not escape
./runtime_functions.go:63:10: x.(string) escapes to heap
./runtime_functions.go:66:14: leaking param: e
