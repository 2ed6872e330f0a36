/* runtime.h - the inside of the runtime: what its own sources share and compiled Go code never sees.
 *
 * Order: throwing, sections and locks, OS, persistent memory, G M P, parking, stacks, timers, semaphores, collector
 * hooks, statistics.  The heap's own nouns (MSpan, MCentral, MHeap) are in mheap.h.
 *
 * Laws that every runtime source keeps:
 *   - A goroutine can be switched out by a signal at any instruction outside a *section* (rt_section_enter/leave, or
 *     while an RtLock is held).  State shared between goroutines is touched inside one only.
 *   - A section keeps the goroutine on its thread and its P.  It is short, never parks, and may allocate; a lock may not be held across an allocation of heap memory
 *     (the collector may run then, and it takes locks).
 *   - A goroutine may change threads wherever it can be switched out: no thread-local's address, and no value of one but
 *     rt_g's, is kept over such a point.
 *   - Lock order, outermost first: world semaphore, channel, poll descriptor, semaphore bucket, timer heap, threads (making one), sched.lock,
 *     allg; then the heap's: finalizers, central, heap, grey buffers, metadata.  A scheduler lock is never held while a heap lock is taken,
 *     but for metadata's.
 *   - Heap pointers live where the collector looks: heap objects, goroutine stacks, G structures, and globals declared
 *     with GO_PTRDATA or GO_PTRBSS.  Other C globals and rt_persistentalloc memory are not roots.
 *   - A heap pointer that is overwritten in a heap object, a global or another goroutine's stack is shaded first while the
 *     collector marks: rt_storep, rt_typedmemmove and their kin do it.  So is one that is taken out of a structure of the runtime
 *     that is a root (timers, finalizers).  mgcwb.c says why.
 *   - No libc allocation, stdio or errno; system calls go through rt_syscall, which returns -errno. */
#ifndef MINIGO_RUNTIME_H
#define MINIGO_RUNTIME_H

#include "go.h"
#include "arch.h"
#include <string.h>

#define RT_TLS _Thread_local __attribute__((tls_model("local-exec")))
#define rt_barrier() __asm__ volatile("" ::: "memory")
#define rt_offsetof __builtin_offsetof
#define rt_containerof(p, T, field) ((T *)((char *)(p) - __builtin_offsetof(T, field)))
#define RT_STR(lit) ((GoString){ (const uint8_t *)(lit), sizeof(lit) - 1 })

typedef struct M M;
typedef struct P P;
typedef struct Sudog Sudog;
typedef struct GoTimer GoTimer;

/* ---- ends and panics (panic.c) ----------------------------------------------------------------------------- */
void rt_throw(const char *msg) RT_NORETURN;             /* a law of the runtime is broken: "fatal error: msg", trace, exit 2 */
void rt_throw_from(const char *msg, void *fp) RT_NORETURN;      /* the trace begins with whom the frame at fp returns to */
void rt_fatal(const char *msg) RT_NORETURN;             /* the program's fault, not recoverable: same output */
void rt_panic_plain(const char *msg) RT_NORETURN;       /* panic(plainError(msg)): printed as it stands */
void rt_panic_runtime_error(const char *msg) RT_NORETURN;       /* runtime.Error "runtime error: " + msg */
void rt_traceback(G *g);                                /* frames of g, g running or not */
void rt_goexit_defers(void);                            /* runtime.Goexit: runs the deferred calls, then rt_goexit */
void rt_traceback_others(void);                         /* headers and frames of every goroutine but the current one */
void rt_exit(int code) RT_NORETURN;                     /* leave the process, after exit-time reports (os_linux.c) */

/* ---- sections: no switch by signal while rt_sections > 0 --------------------------------------------------- */
extern RT_TLS uint32_t rt_sections;             /* depth, of this M; 1 on g0 */
extern RT_TLS uint32_t rt_preempt_pending;      /* a switch was asked for inside a section */
void rt_preempt_now(void);                      /* yield; called with rt_sections == 0 */
static inline void rt_section_enter(void) { rt_sections++; rt_barrier(); }
static inline void rt_section_leave(void) {
        rt_barrier();
        if (--rt_sections == 0 && rt_unlikely(rt_preempt_pending))
                rt_preempt_now();
}

/* ---- locks: short, held inside a section; spin then futex (os_linux.c) --------------------------------------- */
/* The unlocker's look at `asleep` may run ahead of its own store to `key`, as nothing but a fence between them would prevent it; who goes
 * to sleep has all other threads pass one. */
typedef struct RtLock {
        uint32_t key;                   /* 0 free, 1 held */
        uint32_t asleep;                /* somebody may sleep */
} RtLock;
void rt_locks_init(void);               /* once, at start */
void rt_lock_slow(RtLock *l);
void rt_unlock_slow(RtLock *l);
static inline void rt_lock(RtLock *l) {
        rt_section_enter();
        uint32_t zero = 0;
        if (rt_unlikely(!__atomic_compare_exchange_n(&l->key, &zero, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)))
                rt_lock_slow(l);
}
static inline void rt_unlock(RtLock *l) {
        __atomic_store_n(&l->key, 0, __ATOMIC_RELEASE);
        rt_barrier();
        if (rt_unlikely(__atomic_load_n(&l->asleep, __ATOMIC_RELAXED)))
                rt_unlock_slow(l);
        rt_section_leave();
}

/* One-shot event between threads. */
typedef struct RtNote { uint32_t key; /* 0, 1 happened, 2 somebody may sleep */ } RtNote;
void rt_note_clear(RtNote *n);
void rt_note_sleep(RtNote *n);                          /* blocks the thread */
Bool rt_note_tsleep(RtNote *n, int64_t ns);             /* 0: time ran out; ns < 0: forever */
void rt_note_wakeup(RtNote *n);

/* ---- the operating system (os_linux.c) ----------------------------------------------------------------------- */
long rt_syscall(long nr, long a, long b, long c, long d, long e, long f);      /* result or -errno */
void *rt_sysreserve(void *hint, Uintptr n);             /* address range without access; NULL when refused */
Bool  rt_sysmap(void *p, Uintptr n);                    /* reserved range becomes zeroed memory */
void *rt_sysalloc(Uintptr n);                           /* zeroed memory; throws "out of memory" */
void  rt_sysunused(void *p, Uintptr n);                 /* give the pages back; they read as zero next */
void  rt_syspopulate(void *const *page, Uintptr n);     /* these pages are about to be written to; at most 64 */
void  rt_syshuge(void *p, Uintptr n);                   /* touched all over: huge pages, where the system has them */
void  rt_sysnohuge(void *p, Uintptr n);                 /* touched sparsely: no huge pages */
void  rt_sysfree(void *p, Uintptr n);
int64_t rt_nanotime(void);                              /* monotonic */
void    rt_walltime(int64_t *sec, int32_t *nsec);
void    rt_write(int fd, const void *p, Uintptr n);     /* whole buffer, errors ignored */
uint64_t rt_fastrand64(void);
static inline uint32_t rt_fastrand(void) { return (uint32_t)(rt_fastrand64() >> 32); }
static inline uint32_t rt_fastrandn(uint32_t n) { return (uint32_t)((uint64_t)rt_fastrand() * n >> 32); }
void rt_osyield(void);
static inline void rt_cpurelax(void) { arch_cpurelax(); }
void rt_usleep(uint32_t us);
extern int    rt_argc;
extern char **rt_argv, **rt_envp;
const char *rt_getenv(const char *name);                /* NULL: not set */
int  rt_debug_flag(const char *name, int missing);      /* GODEBUG's name=value */
int  rt_format(char *buf, int n, const char *fmt, ...) __attribute__((format(printf, 3, 4)));  /* %d %u %ld %lu %x %lx %s %c %p with width; no floats */
void rt_eprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ---- metadata that is never given back; counted in MemStats.OtherSys (persistent.c) -------------------------- */
void *rt_persistentalloc(Uintptr n, Uintptr align);     /* zeroed; align 0: 8 */
typedef struct RtFixAlloc { Uintptr size; void *free; RtLock lock; uint64_t inuse, sys; } RtFixAlloc;       /* {sizeof(T)} */
void *rt_fixalloc(RtFixAlloc *f);                       /* zeroed; first word links free items */
void  rt_fixfree(RtFixAlloc *f, void *p);

/* ---- G, M, P ------------------------------------------------------------------------------------------------- */
/* Who changes a status: the g itself while it runs; its waker from G_WAITING. */
typedef enum GStatus { G_IDLE, G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING, G_DEAD } GStatus;

/* A stretch of a goroutine's stack (stack.c). */
typedef struct StackSeg StackSeg;
typedef struct FreeStack FreeStack;
struct StackSeg {
        uintptr_t lo, hi;
        uintptr_t guard;                /* lowest stack pointer that a checked function may have now */
        uintptr_t floor;                /* ... and ever */
        StackSeg *prev;                 /* the one outside of it, or a list's next */
        uintptr_t sp;                   /* while one inside of it is in use: where the return address of the call that went there is */
        Uintptr   used;                 /* bytes of stack outside of it */
        Uintptr   filled;               /* its share of rt_stack_inuse */
        uint8_t   class;
        uint8_t   repeats;              /* calls in a row that left it at sp */
};

/* Ordered by use: parking and readying touch the first two cache lines, birth and the way to another segment the third. */
struct G {
        void   *sp;                     /* at 0 (asm): saved stack pointer when not running, see g_saved_pc; NULL: it never ran */
        struct Panic *panic;            /* innermost panic (panic.c); at 8 (GO_WRAPPER_ENTER) */
        uintptr_t stackguard;           /* seg's: the thread's guard while g runs */
        uint32_t status;                /* a GStatus; atomic */
        Bool     system;                /* runtime goroutine: not in traces, not in NumGoroutine, no deadlock */
        Bool     dying;                 /* printing its last words */
        M       *m;                     /* while running or in a system call */
        G       *schedlink;             /* run queue or free list */
        Sudog   *waiting;               /* what this g waits on, in lock order; on its own stack */
        void    *param;                 /* handed over by the waker */

        Bool   (*unlockf)(G *g, void *lock);
        void    *unlockarg;
        const char *waitreason;         /* while G_WAITING */
        int64_t  waitsince;             /* start of the first collection that found it waiting; 0: none did */
        uint32_t select_done;           /* a select was won (compare and swap) */
        uint32_t scangen;               /* cycle whose marking has scanned it; see mgcmark.c */
        M       *lockedm;               /* LockOSThread's */
        const GoFunc *startfn;          /* what the go statement calls */
        void    *labels;                /* runtime/pprof's */

        StackSeg *seg;                  /* where its innermost frame is; through prev outwards to first */
        StackSeg *spare;                /* segments that it came back from, the next to be used first */
        GoDefer *defer;                 /* innermost deferred call */
        Int      goid;
        G       *alllink;               /* every g ever made */
        uintptr_t gopc;                 /* return address of rt_go */
        Int      parentgoid;

        void    *sysregs[RT_JB_WORDS];  /* callee-saved registers at entersyscall; from here on no other pointers to the heap */
        uintptr_t async_pc, async_fp;   /* where a signal switched it out or it entered a system call; 0 otherwise: see g_saved_pc */
        uintptr_t sigpc, sigcode0, sigcode1;   /* signal.c: what raised the panic under way */
        uintptr_t scan_at;              /* how far the scan under way is; 0: none, or not begun */
        const StackSeg *scan_seg;       /* which scan_at is in */
        uint32_t sig;
        uint32_t lockedcount;           /* LockOSThread nesting */
        uint32_t lockedinternal;        /* the runtime's own: main while it initialises packages */
        StackSeg first;                 /* empty unless g runs or has run */
} __attribute__((aligned(64)));

/* The thread's half-printed line (print.c): here, as a goroutine must not keep the address of a thread-local. */
typedef struct PrintBuf { GoSlice *sink; int depth, n; uint8_t text[1024]; } PrintBuf;

struct M {
        G        *g0;                   /* scheduler's stack: the thread's own */
        G        *curg;                 /* the goroutine on this thread, if any */
        P        *p;                    /* NULL: may not run Go code */
        P        *nextp;                /* what a waker hands over with park */
        P        *oldp;                 /* the one it had when it entered the system call */
        Int       id;
        uintptr_t g0sp;                 /* where rt_mcall and rt_systemstack start on g0's stack */
        Bool      spinning;             /* looks for work and is counted in sched.nmspinning */
        uint32_t  syscalltick;          /* of oldp, at entersyscall */
        G        *lockedg;              /* the only g that this thread may run */
        Bool      odd;                  /* ... and it may have changed the thread: none is made in its image */
        void    (*startfn)(void);       /* run first, on g0: sysmon's loop */
        M        *alllink;              /* every M ever made */
        M        *schedlink;            /* idle list */
        RtNote    park;
        uint32_t  tid;                  /* 0: not started, or ended; the kernel clears it and wakes waiters */
        uint32_t  syscall_pending;      /* doAllThreadsSyscall: this thread's turn (hooks_os.c) */
        void     *stack, *tls;          /* of threads that the runtime made */
        void     *altstack;             /* for signals but SIGURG */
        int       dying;                /* depth of fatal errors (panic.c) */
        PrintBuf  print;
};

/* Pending timers of one P, by due time (time.c). */
typedef struct TimerHeap {
        RtLock   lock;
        uint32_t id;                    /* of the P */
        GoTimer **slot;
        Uintptr  n, cap;
        int64_t  first;                 /* when the first one is due, 0: none; written under lock, read by anybody */
} TimerHeap;

typedef enum PStatus { P_IDLE, P_RUNNING, P_SYSCALL, P_GCSTOP, P_DEAD } PStatus;
#define P_RUNQ 256
struct P {
        struct MCache *mcache;
        Int       id;
        uint32_t  status;               /* a PStatus; atomic.  P_SYSCALL: anybody may take it */
        M        *m;
        P        *link;                 /* idle list */
        uint32_t  schedtick;            /* += 1 at each fresh time slice */
        uint32_t  syscalltick;          /* += 1 at each system call's end or retake */
        Bool      preempt;              /* its goroutine was asked to yield; atomic */
        G        *gfree;                /* dead */
        Int       ngfree;
        FreeStack *stacks;              /* for new goroutines */
        Uintptr   nstacks;
        Int       goid, goid_end;       /* numbers for new goroutines */
        Int       ngoroutines;          /* made here less ended here */
        struct { uint32_t schedtick, syscalltick; int64_t schedwhen, syscallwhen; } seen;      /* sysmon's last look */
        TimerHeap timers;

        uint32_t  runqhead __attribute__((aligned(64)));       /* runq.c */
        uint32_t  runqtail;
        G        *runnext;              /* readied by the running g: goes first, in the rest of its slice */
        G        *runq[P_RUNQ];
};

/* rt_g (go.h): the running g, m->g0 on the scheduler's stack */
static inline G *getg(void) { return rt_g; }
extern G *rt_allgs;                     /* through alllink, newest first; never unlinked.  Load with acquire to walk */
extern G *rt_maing;
enum { P_MAX = 1024 };
extern int32_t rt_gomaxprocs;           /* changes with the world stopped */
extern P *rt_allp[P_MAX];               /* [rt_gomaxprocs], those of larger settings behind them */

static inline uint32_t g_status(const G *g) { return __atomic_load_n(&g->status, __ATOMIC_ACQUIRE); }

/* A goroutine that is not running has its callee-saved registers on its stack, from g->sp up (asm_*.S). */
void rt_asm_gostart(void);                              /* where it starts */
static inline uintptr_t g_saved_pc(const G *g) {
        return g->async_pc ? g->async_pc : !g->sp ? (uintptr_t)rt_asm_gostart : ((uintptr_t *)g->sp)[ARCH_SAVED_PC];
}
static inline uintptr_t g_saved_fp(const G *g) { return g->async_pc ? g->async_fp : !g->sp ? 0 : ((uintptr_t *)g->sp)[ARCH_SAVED_FP]; }

/* ---- switching (asm, sched.c) --------------------------------------------------------------------------------- */
void rt_mcall(void (*fn)(G *));                         /* saves the running g, runs fn on g0's stack; fn schedules */
void rt_gogo(G *g) __attribute__((noreturn));           /* continue g (from g0) */
void rt_systemstack(void (*fn)(void *), void *arg);     /* fn on g0's stack, then back; a plain call when on g0 */
void rt_schedule(void) __attribute__((noreturn));       /* on g0: run the next g */

/* Put the running g to sleep.  unlockf (may be NULL) runs on g0 once g can be readied: it drops the lock that
 * guards the wait, and returns 0 to take the sleep back.  Outside of sections but for that lock's. */
void rt_park_on_g0(G *g);
Bool rt_park_unlock(G *g, void *lock);
static inline void rt_gopark(Bool (*unlockf)(G *, void *), void *lock, const char *reason) {    /* inline: a frame less to touch */
        G *g = getg();
        g->waitreason = reason;
        g->unlockf = unlockf;
        g->unlockarg = lock;
        rt_mcall(rt_park_on_g0);
}
static inline void rt_goparkunlock(RtLock *l, const char *reason) { rt_gopark(rt_park_unlock, l, reason); }      /* l held */
void rt_goready(G *g);                                  /* G_WAITING -> runnable, next on this P */
void rt_goyield(void);                                  /* to the end of the local queue */
void rt_gosched(void);                                  /* to the end of the global queue: runtime.Gosched */
void rt_goexit(void) RT_NORETURN;                       /* last step of a goroutine: deferred calls are done */
Bool rt_others_runnable(void);                          /* does anybody else want a P that this one could give? */
G   *rt_newproc(const GoFunc *fn, uintptr_t gopc, Bool system);
void rt_lock_os_thread(void);           /* the running g and its thread belong to each other; nests */
void rt_unlock_os_thread(void);
int32_t rt_setgomaxprocs(int32_t n);    /* n <= 0: only tells; returns the old setting */
int32_t rt_ncpu(void);                  /* CPUs that the process may run on */
Int  rt_numgoroutine(void);
Uintptr rt_stack_inuse(void);

/* ---- stopping (world.c) ------------------------------------------------------------------------------------------ */
/* Stop every other P.  From a goroutine, outside of sections and locks.  On return no other thread runs Go code or is in a
 * section, and every other g has its registers on its own stack (in g->seg) from g->sp up.  The caller goes on inside a section.
 * Serialised: may park first. */
void rt_stop_the_world(const char *reason);
void rt_start_the_world(void);

/* ---- what waits: one record per (g, thing waited on), on the stack of g ---------------------------------------- */
struct Sudog {
        G      *g;
        Sudog  *next, *prev;            /* queue of a channel, semaphore address, or notify list */
        void   *elem;                   /* channel data (stack or heap), or semaphore address */
        GoChan *c;
        Sudog  *waitlink;               /* g->waiting list */
        Bool    is_select, success;     /* success: woken by data, not by close */
        uint32_t ticket;                /* semaphores: place in the tree, then whether it was handed over; notify lists: turn */
        Sudog  *parent, *waittail;      /* semaphore tables */
};

/* ---- stacks (stack.c) ------------------------------------------------------------------------------------------- */
void rt_stack_attach(P *p, G *g);                       /* g, which has no stack, gets its first segment; by p's owner, as the next two */
void rt_stack_detach(P *p, G *g);                       /* g has ended */
void rt_stacks_shrink(P *p, Uintptr keep);              /* all but as many of p's free stacks are for everybody */
Bool rt_stacks_cool_one(void);                          /* once a cycle until 0: gives memory of one that has been free for a cycle back */
void rt_stack_release(G *g);                            /* what g has beyond the first segment is freed */
void rt_stack_trim(G *g);                               /* frees the spare segments of g, which does not run */
void rt_stack_cool(G *g, uintptr_t sp);                 /* g has not run for long, its innermost frame is at sp: gives pages under it back */
void rt_stack_unwind(G *g, uintptr_t sp);               /* in a section: the running g is about to jump outwards to sp */
Bool rt_on_stack(const G *g, uintptr_t p);              /* is p in the stack of g? */
Bool rt_stack_switching(uintptr_t pc);                  /* interrupted at pc, is a goroutine between two segments? */
/* Walking outwards, s the segment of the frame that returns to *pc: NULL, or that is the first frame of s, and *pc becomes where
 * it really returns to, in the segment that is the result. */
const StackSeg *rt_stack_outer(const StackSeg *s, uintptr_t *pc);
extern Uintptr rt_maxstacksize;                         /* runtime/debug.SetMaxStack */

/* ---- timers (time.c): the layout of time.runtimeTimer ------------------------------------------------------------- */
struct GoTimer {
        Uintptr pp;                     /* while pending, the heap and the index in it; atomic */
        int64_t when, period;
        const GoFunc *f;                /* func(arg any, seq uintptr), run on g0: does not block */
        GoEface arg;
        Uintptr seq;
        int64_t nextwhen;
        uint32_t status;
};
void rt_timer_add(GoTimer *t);
Bool rt_timer_del(GoTimer *t);                          /* was it pending? */
int64_t rt_timers_run(TimerHeap *h, int64_t now);       /* runs what is due; returns when the next is, 0: none */
int64_t rt_timers_next(void);                           /* when the first of all Ps is due; 0: none */
void rt_timesleep(int64_t ns);

/* ---- semaphores (sema.c) -------------------------------------------------------------------------------------------- */
void rt_semacquire(uint32_t *addr);
void rt_semrelease(uint32_t *addr);

/* ---- netpoll (netpoll.c) --------------------------------------------------------------------------------------------- */
void rt_netpoll_init(void);             /* once; later calls do nothing */
Bool rt_netpoll_inited(void);
G   *rt_netpoll(int64_t delay);         /* list (schedlink) of gs to make ready; delay ns, < 0 forever, 0 poll */
void rt_netpoll_break(void);            /* ends the wait of the thread that is in rt_netpoll */
Int  rt_netpoll_waiters(void);

/* ---- collector (mgc.c) ------------------------------------------------------------------------------------------------- */
void rt_gc(void);                       /* runtime.GC(): a whole cycle, swept */
G   *gc_worker_for(P *p, Bool idle);    /* a parked mark worker that p should run now (idle: p has nothing else), or NULL; on g0 */
Bool gc_wants_worker(void);             /* is there anything that a mark worker could do: look for objects, or end the cycle? */
void gc_procresize(int32_t n);          /* there will be n Ps; the world is stopped */
void rt_gc_addroot(void **p, Uintptr nwords);   /* C memory that holds heap pointers, scanned word by word from now on */
int32_t rt_setgcpercent(int32_t pct);   /* returns the old one; < 0: off */
int64_t rt_setmemorylimit(int64_t n);
void rt_freeosmemory(void);
void rt_setfinalizer(GoEface obj, GoEface fin); /* runtime.SetFinalizer, checks and throws included */
Bool rt_findobject(const void *p, Uintptr *base, Uintptr *size, const GoType **t);      /* heap object that p points into; *t may be NULL */
extern uintptr_t rt_zerobase;           /* address of all zero-size objects */
Uintptr rt_roundupsize(Uintptr n);      /* bytes that an allocation of n really gets: append's capacities */

/* Before g continues, on g0: while marking, its stack is scanned if that was not done yet.  A new g has nothing to scan:
 * its scangen is gc_scangen before it leaves G_DEAD. */
extern uint32_t gc_scangen;
void gc_scan_before_run(G *g);
static inline void gc_before_run(G *g) {
        if (rt_unlikely(rt_wb_enabled) && g->scangen != gc_scangen)
                gc_scan_before_run(g);
}
void rt_shade(const void *p);           /* what p points into survives the cycle under way; in a section, with rt_wb_enabled set */
uintptr_t rt_storep_rewind(uintptr_t pc);       /* where a goroutine interrupted at pc continues when it is switched out; 0: it must not be, here */

/* ---- statistics ---------------------------------------------------------------------------------------------------------- */
void rt_readmemstats(void *m);          /* fills a Go 1.19 runtime.MemStats */
void rt_alloctrace_report(void);        /* GODEBUG=alloctrace=1: the supply chain's table, on stderr */
void rt_readgcstats(GoSlice *pauses);   /* runtime/debug.readGCStats */

/* ---- start (proc.c) -------------------------------------------------------------------------------------------------------- */
void rt_schedinit(void);                /* heap, M0, Ps (threads.c); before any goroutine */
void rt_mallocinit(void);
void rt_signals_init(void);             /* signal.c: handlers */
Bool rt_signal_queue(uint32_t sig);     /* from a handler: passes the signal to os/signal if the program wants it */
void rt_lang_init(void);                /* alg.c: hash keys, itabs; after rt_mallocinit, before any Go code */
void rt_preempt_init(void);             /* preempt.c */

#endif
