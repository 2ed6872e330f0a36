package runtime

import "unsafe"

// Profiles. Goroutines can be listed and allocations are sampled (runtime/mprof.c); blocking, contention and thread creation are
// not sampled by this runtime, so their profiles are empty.

// MemProfileRate is how many bytes are allocated between two samples, on average. 1: every object is one; 0: none is.
var MemProfileRate int = 512 * 1024

// A StackRecord is a stack; unused elements are 0.
type StackRecord struct {
	Stack0 [32]uintptr
}

func (r *StackRecord) Stack() []uintptr {
	for i, pc := range r.Stack0 {
		if pc == 0 {
			return r.Stack0[0:i]
		}
	}
	return r.Stack0[0:]
}

type MemProfileRecord struct {
	AllocBytes, FreeBytes     int64
	AllocObjects, FreeObjects int64
	Stack0                    [32]uintptr
}

func (r *MemProfileRecord) InUseBytes() int64 { return r.AllocBytes - r.FreeBytes }

func (r *MemProfileRecord) InUseObjects() int64 { return r.AllocObjects - r.FreeObjects }

func (r *MemProfileRecord) Stack() []uintptr {
	for i, pc := range r.Stack0 {
		if pc == 0 {
			return r.Stack0[0:i]
		}
	}
	return r.Stack0[0:]
}

type BlockProfileRecord struct {
	Count  int64
	Cycles int64
	StackRecord
}

//go:noescape
func memProfile(p []MemProfileRecord, inuseZero bool) int

//go:noinline
func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool) {
	n = memProfile(p, inuseZero)
	return n, n <= len(p)
}

//go:noinline
func BlockProfile(p []BlockProfileRecord) (n int, ok bool) { return 0, true }

//go:noinline
func MutexProfile(p []BlockProfileRecord) (n int, ok bool) { return 0, true }

func ThreadCreateProfile(p []StackRecord) (n int, ok bool) { return 0, true }

//go:noinline
func SetBlockProfileRate(rate int) {}

var mutexFraction int

// SetMutexProfileFraction keeps the number, and returns the one before; a negative rate only reads.
func SetMutexProfileFraction(rate int) int {
	old := mutexFraction
	if rate >= 0 {
		mutexFraction = rate
	}
	return old
}

func goroutineStacks(p []StackRecord) int

func GoroutineProfile(p []StackRecord) (n int, ok bool) {
	return goroutineProfileWithLabels(p, nil)
}

// labels, one for each record, stay as they are: goroutines have none.
//
//go:noinline
func goroutineProfileWithLabels(p []StackRecord, labels []unsafe.Pointer) (n int, ok bool) {
	n = NumGoroutine()
	if n > len(p) {
		return n, false
	}
	return goroutineStacks(p), true
}

//go:noinline
func SetCPUProfileRate(hz int) {}

func CPUProfile() []byte { panic("CPUProfile no longer available") }

//go:noinline
func StartTrace() error { return plainError("runtime: tracing is not supported by this runtime") }

//go:noinline
func StopTrace() {}

//go:noinline
func ReadTrace() []byte { return nil }

// SetCgoTraceback does nothing: there is no cgo.
//
//go:noinline
func SetCgoTraceback(version int, traceback, context, symbolizer unsafe.Pointer) {}
