// What callers are told of package runtime's functions, which are minigo's own.
package main

import (
	"runtime"
	"runtime/debug"
)

func version() string             { return runtime.Version() }
func goroot() string              { return runtime.GOROOT() }
func callers(pc []uintptr) int    { return runtime.Callers(0, pc) }
func gosched()                    { runtime.Gosched() }
func lock()                       { runtime.LockOSThread() }
func collect(m *runtime.MemStats) { runtime.GC(); runtime.ReadMemStats(m) }
func stack(b []byte) int          { return runtime.Stack(b, true) }

func name(pc uintptr) string {
	f := runtime.FuncForPC(pc)
	file, _ := f.FileLine(pc)
	_ = f.Entry()
	return f.Name() + file
}

func caller() string {
	_, file, _, _ := runtime.Caller(1)
	return file
}

func frames(pc []uintptr) string {
	f := runtime.CallersFrames(pc)
	frame, _ := f.Next()
	return frame.Function
}

func keep(p, q *int) {
	runtime.KeepAlive(p)
	runtime.SetFinalizer(q, nil)
}

func counts() (n int) {
	defer func() {}()
	runtime.UnlockOSThread()
	n = int(runtime.NumCgoCall())
	return n + runtime.NumGoroutine() + runtime.NumCPU() + runtime.GOMAXPROCS(0)
}

func profiles(p []runtime.StackRecord, m []runtime.MemProfileRecord, b []runtime.BlockProfileRecord) {
	defer func() {}()
	runtime.GoroutineProfile(p)
	runtime.ThreadCreateProfile(p)
	runtime.MemProfile(m, true)
	runtime.BlockProfile(b)
	runtime.MutexProfile(b)
	runtime.SetBlockProfileRate(0)
	runtime.SetMutexProfileFraction(0)
	runtime.SetCPUProfileRate(0)
	println(len(p[0].Stack()), len(m[0].Stack()), m[0].InUseBytes(), m[0].InUseObjects())
}

func failed() (err any) {
	defer func() { err = recover() }()
	var x any = 1
	return x.(string)
}

func isError(e error) bool {
	r, ok := e.(runtime.Error)
	if t, ok := e.(*runtime.TypeAssertionError); ok {
		t.RuntimeError()
		return t.Error() == ""
	}
	return ok && r.Error() == ""
}

func limits() {
	debug.SetGCPercent(100)
	debug.SetMaxStack(1 << 20)
	debug.SetMaxThreads(100)
	debug.SetPanicOnFault(false)
	debug.FreeOSMemory()
	debug.PrintStack()
	println(len(debug.Stack()))
}

func main() {
	if len(version()) == 0 {
		goroot()
		runtime.Goexit()
	}
}
