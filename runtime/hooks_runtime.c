/* hooks_runtime.c - the functions that the overlay package runtime, and the packages under runtime/, declare without a body. */
#include "lang.h"
#include "scheduler.h"

#ifndef MINIGO_GOROOT
#define MINIGO_GOROOT "/usr/share/go-1.19"      /* the build passes the tree that it found */
#endif

/* What reflect reads a missing element from; package reflect may define it too. */
char runtime$zeroVal[1024] __attribute__((weak, aligned(16)));

/* ---- scheduling, memory --------------------------------------------------------------------------------------- */

void runtime$gosched(Int how) { (void)how; rt_gosched(); }
void runtime$Goexit(void) { rt_goexit_defers(); }
void runtime$GC(void) { rt_gc(); }
int32_t runtime$numGoroutine(void) { return (int32_t)rt_numgoroutine(); }
void runtime$ReadMemStats(void *m) { rt_readmemstats(m); }
void runtime$SetFinalizer(GoEface obj, GoEface fin) { rt_setfinalizer(obj, fin); }
void runtime$KeepAlive(GoEface v) { __asm__ volatile("" : : "r"(v.data) : "memory"); }
void runtime$Breakpoint(void) { __asm__ volatile("int3"); }

int32_t runtime$numCPU(void) { return (int32_t)rt_ncpu(); }
Int runtime$GOMAXPROCS(Int n) { return rt_setgomaxprocs(n > INT32_MAX ? INT32_MAX : n < 0 ? 0 : (int32_t)n); }
void runtime$LockOSThread(void) { rt_lock_os_thread(); }
void runtime$unlockOSThread(void) { rt_unlock_os_thread(); }

/* ---- strings for Go ---------------------------------------------------------------------------------------------- */

GoString runtime$typeString(const GoType *t) { return rt_type_string(t); }
GoString runtime$typePkgPath(const GoType *t) { return rt_type_pkgpath(t); }
GoString runtime$version(void) { return rt_program.build_version; }
GoString runtime$gorootDefault(void) { return RT_STR(MINIGO_GOROOT); }

GoString runtime$getenv(GoString name) {
        for (char **e = rt_envp; *e; e++)
                if (strncmp(*e, (const char *)name.p, (size_t)name.n) == 0 && (*e)[name.n] == '=')
                        return rt_cstr(*e + name.n + 1);
        return (GoString){ NULL, 0 };
}

void runtime$throw(GoString s) {
        char buf[256];
        Int n = s.n < (Int)sizeof buf - 1 ? s.n : (Int)sizeof buf - 1;
        memcpy(buf, s.p, (size_t)n);
        buf[n] = 0;
        rt_throw(buf);
}

/* ---- program counters ----------------------------------------------------------------------------------------------- */

typedef struct CallerResult { Uintptr r0; GoString r1; Int r2; Bool r3; } CallerResult;
typedef struct FrameResult { const void *r0; GoString r1, r2; Int r3; Uintptr r4; Bool r5; } FrameResult;
typedef struct FileLine { GoString r0; Int r1; } FileLine;

CallerResult runtime$Caller(Int skip) {
        uintptr_t pc;
        RtFrame f;
        if (skip < 0 || rt_callers(skip, &pc, 1, __builtin_frame_address(0)) == 0 || !rt_frame_of(pc, &f))
                return (CallerResult){ 0, { NULL, 0 }, 0, 0 };
        return (CallerResult){ pc, f.file, f.line, 1 };
}

/* For runtime.Callers, which is the first frame that is met, inlined or not. */
Int runtime$callers(Int skip, uintptr_t *pcs, Int n, Int cap) {
        (void)cap;
        return rt_callers(skip > 0 ? skip : 0, pcs, n, __builtin_frame_address(0));
}

/* What stands at one of Callers' program counters. */
FrameResult runtime$frameAt(uintptr_t pc) {
        RtFrame f;
        if (!rt_frame_of(pc, &f))
                return (FrameResult){ 0 };
        return (FrameResult){ f.inlined ? NULL : f.func, f.name, f.file, f.line, f.entry, 1 };
}

const void *runtime$FuncForPC(uintptr_t pc) { return rt_func_at(pc); }
GoString runtime$funcName(const void *f) { return rt_func_name(f); }
Uintptr runtime$funcEntry(const void *f) { return rt_func_entry(f); }

FileLine runtime$funcFileLine(const void *func, uintptr_t pc) {
        RtFrame f[64];
        Int n = rt_frames_at(pc & (((uintptr_t)1 << 48) - 1), f, 64);
        for (Int i = 0; i < n; i++)
                if (f[i].func == func)
                        return (FileLine){ f[i].file, f[i].line };
        return (FileLine){ rt_func_file(func), rt_func_line(func) };
}

Int runtime$Stack(void *p, Int n, Int cap, Bool all) {
        return rt_stack_text(__builtin_frame_address(0), (GoSlice){ p, n, cap }, all).len;
}

typedef struct StackRecord { uintptr_t stack[32]; } StackRecord;

/* One record for each goroutine, while there is room; returns how many there are. */
Int runtime$goroutineStacks(StackRecord *p, Int n, Int cap) {
        (void)cap;
        Int count = 0;
        rt_stop_the_world("profile");
        for (G *g = rt_allgs; g; g = g->alllink) {
                if (g->system || g_status(g) == G_DEAD || g_status(g) == G_IDLE)
                        continue;
                if (count < n) {
                        memset(&p[count], 0, sizeof p[count]);
                        if (g == getg())
                                rt_callers(0, p[count].stack, 32, __builtin_frame_address(0));
                        else
                                rt_gcallers(g, 0, p[count].stack, 32);
                }
                count++;
        }
        rt_start_the_world();
        return count;
}

/* ---- runtime/debug ----------------------------------------------------------------------------------------------------- */

void runtime_debug$readGCStats(GoSlice *pauses) { rt_readgcstats(pauses); }
void runtime_debug$freeOSMemory(void) { rt_freeosmemory(); }
int32_t runtime_debug$setGCPercent(int32_t pct) { return rt_setgcpercent(pct); }
int64_t runtime_debug$setMemoryLimit(int64_t n) { return rt_setmemorylimit(n); }
GoString runtime_debug$modinfo(void) { return rt_program.modinfo; }

Bool runtime_debug$setPanicOnFault(Bool on) {
        Bool old = rt_panic_on_fault;
        rt_panic_on_fault = on;
        return old;
}

Int runtime_debug$setMaxStack(Int n) {
        return (Int)__atomic_exchange_n(&rt_maxstacksize, (Uintptr)n, __ATOMIC_RELAXED);
}

Int runtime_debug$setMaxThreads(Int n) {
        return __atomic_exchange_n(&rt_maxthreads, n > INT32_MAX ? INT32_MAX : (int32_t)n, __ATOMIC_RELAXED);
}

void runtime_debug$SetTraceback(GoString level) {
        rt_traceback_set(level);
}

void runtime_debug$WriteHeapDump(Uintptr fd) {
        (void)fd;
        rt_panic_plain("runtime/debug: WriteHeapDump is not supported by this runtime");
}

/* ---- runtime/trace, runtime/pprof: nothing is recorded ---------------------------------------------------------------------- */

void runtime_trace$userTaskCreate(uint64_t id, uint64_t parent, GoString type) { (void)id, (void)parent, (void)type; }
void runtime_trace$userTaskEnd(uint64_t id) { (void)id; }
void runtime_trace$userRegion(uint64_t id, uint64_t mode, GoString type) { (void)id, (void)mode, (void)type; }
void runtime_trace$userLog(uint64_t id, GoString category, GoString message) { (void)id, (void)category, (void)message; }

typedef struct ProfileResult { GoSlice r0, r1; Bool r2; } ProfileResult;
typedef struct CountResult { Int r0; Bool r1; } CountResult;

ProfileResult runtime_pprof$readProfile(void) { return (ProfileResult){ { NULL, 0, 0 }, { NULL, 0, 0 }, 1 }; }
int64_t runtime_pprof$runtime_cyclesPerSecond(void) { return 1000000000; }
GoSlice runtime_pprof$runtime_expandFinalInlineFrame(uintptr_t *p, Int n, Int cap) { return (GoSlice){ p, n, cap }; }
void runtime_pprof$runtime_setProfLabel(void *labels) { getg()->labels = labels; }
void *runtime_pprof$runtime_getProfLabel(void) { return getg()->labels; }

CountResult runtime_pprof$runtime_goroutineProfileWithLabels(StackRecord *p, Int n, Int cap, void **labels, Int nlabels, Int lcap) {
        (void)lcap;
        Int count = rt_numgoroutine();
        if (count > n)
                return (CountResult){ count, 0 };
        count = runtime$goroutineStacks(p, n, cap);
        for (Int i = 0; i < nlabels && i < count; i++)
                labels[i] = NULL;
        return (CountResult){ count, 1 };
}
