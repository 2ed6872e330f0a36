package runtime

import (
	"internal/goarch"
	"internal/goos"
)

// Compiler names the tool chain as go/build's contexts and build constraints know it: minigo takes the files meant for gc.
const Compiler = "gc"

const (
	GOOS   string = goos.GOOS
	GOARCH string = goarch.GOARCH
)

// What callers may inline, and what leaks, is as in Go's package, as the compiler speaks of it to them: where Go's bodies are too
// large to be inlined ours are marked.

func version() string

var buildVersion = version()

// Version is the Go release whose language and library the program was compiled with.
func Version() string { return buildVersion }

func getenv(name string) string
func gorootDefault() string

var defaultGOROOT = gorootDefault()

// GOROOT is $GOROOT, or the tree that the compiler was built for.
func GOROOT() string {
	s := getenv("GOROOT")
	if s != "" {
		return s
	}
	return defaultGOROOT
}

// ---- goroutines ----

func gosched(how int)

// Only on js is there something to check.
func checkTimeouts() {}

func Gosched() {
	checkTimeouts()
	gosched(0)
}

func Goexit()
func GOMAXPROCS(n int) int

func numGoroutine() int32

func gcount() int32 { return numGoroutine() }

func NumGoroutine() int { return int(gcount()) }

func numCPU() int32

var ncpu = numCPU()

func NumCPU() int { return int(ncpu) }
func LockOSThread()
func unlockOSThread()
func dounlockOSThread() { unlockOSThread() }
func UnlockOSThread()   { dounlockOSThread() }

// NumCgoCall is 0: there is no cgo.
func NumCgoCall() int64 { return 0 }

// ---- memory ----

func GC()
func SetFinalizer(obj any, finalizer any)

//go:noescape
func KeepAlive(x any)

// MemStats is described in Go's package runtime; runtime/mstats.c fills it.
type MemStats struct {
	Alloc, TotalAlloc, Sys, Lookups, Mallocs, Frees                            uint64
	HeapAlloc, HeapSys, HeapIdle, HeapInuse, HeapReleased, HeapObjects         uint64
	StackInuse, StackSys                                                       uint64
	MSpanInuse, MSpanSys, MCacheInuse, MCacheSys, BuckHashSys, GCSys, OtherSys uint64
	NextGC, LastGC, PauseTotalNs                                               uint64
	PauseNs, PauseEnd                                                          [256]uint64
	NumGC, NumForcedGC                                                         uint32
	GCCPUFraction                                                              float64
	EnableGC, DebugGC                                                          bool
	BySize                                                                     [61]struct {
		Size           uint32
		Mallocs, Frees uint64
	}
}

//go:noescape
func ReadMemStats(m *MemStats)

// ---- callers ----

func Caller(skip int) (pc uintptr, file string, line int, ok bool)

//go:noescape
func callers(skip int, pc []uintptr) int

func Callers(skip int, pc []uintptr) int {
	if len(pc) == 0 {
		return 0
	}
	return callers(skip, pc)
}

// Stack's buf escapes in Go's runtime, so it does here.
func Stack(buf []byte, all bool) int

// A Func is a record of the line table (runtime/symtab.c), seen by address only.
type Func struct{ opaque struct{} }

func FuncForPC(pc uintptr) *Func

func funcName(f *Func) string
func funcEntry(f *Func) uintptr
func funcFileLine(f *Func, pc uintptr) (file string, line int)

//go:noinline
func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return funcName(f)
}

//go:noinline
func (f *Func) Entry() uintptr { return funcEntry(f) }

//go:noinline
func (f *Func) FileLine(pc uintptr) (file string, line int) { return funcFileLine(f, pc) }

// A Frame is one logical frame of a stack: an inlined call has its own.
type Frame struct {
	PC       uintptr
	Func     *Func // nil for an inlined call
	Function string
	File     string
	Line     int
	Entry    uintptr
}

// Frames turns the program counters that Callers returned into frames, one at a time.
type Frames struct {
	callers    []uintptr
	frames     []Frame // found, not yet returned; in frameStore
	frameStore [2]Frame
}

func frameAt(pc uintptr) (f *Func, name, file string, line int, entry uintptr, ok bool)

func CallersFrames(callers []uintptr) *Frames {
	f := &Frames{callers: callers}
	f.frames = f.frameStore[:0]
	return f
}

// Next looks one frame ahead, so that it can say whether there is more.
func (ci *Frames) Next() (frame Frame, more bool) {
	for len(ci.frames) < len(ci.frameStore) && len(ci.callers) > 0 {
		pc := ci.callers[0]
		ci.callers = ci.callers[1:]
		f, name, file, line, entry, ok := frameAt(pc)
		if ok {
			ci.frames = append(ci.frames, Frame{pc&(1<<48-1) - 1, f, name, file, line, entry})
		}
	}
	if len(ci.frames) == 0 {
		return Frame{}, false
	}
	frame = ci.frames[0]
	ci.frames = ci.frameStore[:copy(ci.frameStore[:], ci.frames[1:])]
	return frame, len(ci.frames) > 0
}

func Breakpoint()
