/* panic.c - defer, panic, recover, Goexit, runtime errors, and how a program dies.
 *
 * Each goroutine has a list of deferred calls, g->defer, innermost first; a record knows the frame (GoDeferFrame) that
 * deferred it.  rt_deferreturn runs the records of one frame.  A panic runs records from the list until one recovers; then
 * control jumps to the frame that deferred it, which runs what is left of its own and returns.  While a panic runs a
 * record it stays on the list, marked as started, so that a further panic raised below finds it: it drops the record
 * and marks the panic that had started it as aborted.  g->panic lists the panics under way, for printing and for recover.
 * A Goexit is a panic that cannot be recovered; when a recover would bypass it, it goes on where it was.
 *
 * recover is valid in a function called by the code that runs deferred calls, seen by its frame address: p->fp.
 *
 * These are the rules, and the printed forms, of Go's runtime/panic.go and runtime/error.go. */
#include "lang.h"
#include <signal.h>
#include "scheduler.h"

enum { DEFER_HEAP = 1, DEFER_STARTED = 2, DEFER_FLAGS = 7 };    /* low bits of GoDefer.heap; the rest: the Panic that started it */

static const uint8_t defer_mask[] = { 0x07 };
static const GoType defer_type = { .size = sizeof(GoDefer), .ptrdata = 24, .align = 8, .kind = GO_KIND_STRUCT, .gcdata = defer_mask };

static inline void closure_call(const GoFunc *fn) {
        if (!fn)
                rt_panic_nil();
        ((void (*)(const GoFunc *))fn->code)(fn);
}

/* ---- defer -------------------------------------------------------------------------------------------------- */

void rt_defer(GoDeferFrame *f, GoDefer *d, const GoFunc *fn) {
        G *g = getg();
        Uintptr heap = 0;
        if (!d) {
                d = rt_mallocgc(sizeof *d, &defer_type, 1);
                heap = DEFER_HEAP;
        }
        d->fn = fn;
        d->frame = f;
        d->heap = heap;
        d->link = g->defer;
        g->defer = d;
}

void rt_deferreturn(GoDeferFrame *f) {
        G *g = getg();
        for (GoDefer *d; (d = g->defer) && d->frame == f;) {
                g->defer = d->link;
                closure_call(d->fn);
        }
}

/* ---- panic -------------------------------------------------------------------------------------------------- */

/* Drops records that an earlier panic or Goexit had started; returns the next one to run, marked as started by p. */
static GoDefer *next_defer(G *g, Panic *p) {
        for (GoDefer *d; (d = g->defer);) {
                if (!(d->heap & DEFER_STARTED)) {
                        d->heap = (d->heap & DEFER_HEAP) | DEFER_STARTED | (Uintptr)p;
                        return d;
                }
                Panic *earlier = (Panic *)(d->heap & ~(Uintptr)DEFER_FLAGS);
                if (earlier)
                        earlier->aborted = 1;
                g->defer = d->link;
        }
        return NULL;
}

static RT_NORETURN void frame_jump(G *g, void **jb) {
        rt_section_enter();
        rt_stack_unwind(g, (uintptr_t)jb[ARCH_JB_SP]);
        rt_longjmp(jb, 1);
}

static RT_NORETURN void panic_recovered(G *g, Panic *p, GoDeferFrame *f) {
        g->panic = p->link;
        if (g->panic && g->panic->goexit && g->panic->aborted)
                frame_jump(g, g->panic->jb);
        while (g->panic && g->panic->aborted)
                g->panic = g->panic->link;
        if (!g->panic)
                g->sig = 0;
        frame_jump(g, f->jb);
}

static RT_NORETURN void panic_uncaught(Panic *p, void *fp);

#if __has_attribute(noclone)
__attribute__((noclone))
#endif
void rt_gopanic(GoEface v) {
        G *g = getg();
        if (g == g->m->g0 || rt_sections) {
                rt_prints("panic: ");
                if (v.type)
                        rt_printstring(rt_type_string(v.type));
                rt_prints("\n");
                rt_throw(g == g->m->g0 ? "panic on system stack" : "panic holding locks");
        }
        Panic p = { .link = g->panic, .arg = v, .frame = __builtin_frame_address(0) };
        g->panic = &p;
        for (GoDefer *d; (d = next_defer(g, &p));) {
                p.fp = __builtin_frame_address(0);
                closure_call(d->fn);
                p.fp = NULL;
                if (g->defer != d)
                        rt_throw("bad defer entry in panic");
                g->defer = d->link;
                if (p.recovered)
                        panic_recovered(g, &p, d->frame);
        }
        panic_uncaught(&p, __builtin_frame_address(0));
}

GoEface rt_gorecover(void *parent_fp) {
        Panic *p = getg()->panic;
        if (!p || p->goexit || p->recovered || p->fp != parent_fp)
                return (GoEface){ NULL, NULL };
        p->recovered = 1;
        return p->arg;
}

static_assert(rt_offsetof(G, panic) == rt_offsetof(GoGHead, panic) && rt_offsetof(Panic, fp) == 0, "GO_WRAPPER_ENTER looks at them");

void rt_goexit_defers(void) {
        G *volatile g = getg();
        Panic p = { .link = g->panic, .goexit = 1 };
        g->panic = &p;
        rt_setjmp(p.jb);                /* a recover that would skip this Goexit comes back here */
        p.aborted = 0;
        for (GoDefer *d; (d = next_defer(g, &p));) {
                closure_call(d->fn);
                if (g->defer != d)
                        rt_throw("bad defer entry in Goexit");
                g->defer = d->link;
        }
        rt_goexit();
}

/* ---- runtime errors ------------------------------------------------------------------------------------------- */

void rt_panic_plain(const char *msg) { runtime$panicPlainError(rt_gostring(msg)); }
void rt_panic_runtime_error(const char *msg) { runtime$panicErrorString(rt_gostring(msg)); }

void rt_panic_runtime_error_type(const char *msg, const GoType *t) {
        runtime$panicErrorString(rt_concat2(NULL, rt_cstr(msg), rt_type_string(t)));
}

enum { BOUNDS_INDEX, BOUNDS_SLICE_ALEN, BOUNDS_SLICE_ACAP, BOUNDS_SLICE_B, BOUNDS_SLICE3_ALEN, BOUNDS_SLICE3_ACAP,
       BOUNDS_SLICE3_B, BOUNDS_SLICE3_C, BOUNDS_CONVERT };

#define BOUNDS(name, code) \
        void rt_panic_##name(Int i, Int n) { runtime$panicBounds(i, 1, n, code); } \
        void rt_panic_##name##_u(Uint i, Int n) { runtime$panicBounds((int64_t)i, 0, n, code); }

BOUNDS(index, BOUNDS_INDEX)
BOUNDS(slice_alen, BOUNDS_SLICE_ALEN)
BOUNDS(slice_acap, BOUNDS_SLICE_ACAP)
BOUNDS(slice_b, BOUNDS_SLICE_B)
BOUNDS(slice3_alen, BOUNDS_SLICE3_ALEN)
BOUNDS(slice3_acap, BOUNDS_SLICE3_ACAP)
BOUNDS(slice3_b, BOUNDS_SLICE3_B)
BOUNDS(slice3_c, BOUNDS_SLICE3_C)

void rt_panic_slice_convert(Int len, Int want) { runtime$panicBounds(want, 1, len, BOUNDS_CONVERT); }
void rt_panic_divide(void) { runtime$panicDivide(); }
void rt_panic_shift(void) { rt_panic_runtime_error("negative shift amount"); }

/* The panic is the one of any other access through nil: as if the caller had faulted. */
void rt_panic_nil(void) {
        G *g = getg();
        g->sig = SIGSEGV;
        g->sigcode0 = SEGV_MAPERR;
        g->sigcode1 = 0;
        g->sigpc = (uintptr_t)__builtin_return_address(0) - 1;
        runtime$panicMem();
}

void rt_panic_nilmap(void) { rt_panic_plain("assignment to entry in nil map"); }
void rt_unreachable(void) { rt_throw("unreachable code reached"); }

/* ---- printing panics ------------------------------------------------------------------------------------------- */

static void print_number(int kind, const void *p) {
        switch (kind) {
        case GO_KIND_BOOL: rt_printbool(*(const Bool *)p); break;
        case GO_KIND_INT:
        case GO_KIND_INT64: rt_printint(*(const int64_t *)p); break;
        case GO_KIND_INT8: rt_printint(*(const int8_t *)p); break;
        case GO_KIND_INT16: rt_printint(*(const int16_t *)p); break;
        case GO_KIND_INT32: rt_printint(*(const int32_t *)p); break;
        case GO_KIND_UINT:
        case GO_KIND_UINTPTR:
        case GO_KIND_UINT64: rt_printuint(*(const uint64_t *)p); break;
        case GO_KIND_UINT8: rt_printuint(*(const uint8_t *)p); break;
        case GO_KIND_UINT16: rt_printuint(*(const uint16_t *)p); break;
        case GO_KIND_UINT32: rt_printuint(*(const uint32_t *)p); break;
        case GO_KIND_FLOAT32: rt_printfloat(*(const float *)p); break;
        case GO_KIND_FLOAT64: rt_printfloat(*(const double *)p); break;
        }
}

/* A panic's argument: predeclared types as they are, types based on them as main.T(5), others as (main.T) 0x1234. */
static void print_any(GoEface v) {
        const GoType *t = v.type;
        if (!t) {
                rt_prints("nil");
                return;
        }
        int kind = t->kind & GO_KIND_MASK;
        GoString name = rt_type_string(t);
        Bool custom = rt_type_pkgpath(t).n != 0;
        if (kind == GO_KIND_STRING) {
                if (custom) {
                        rt_printstring(name);
                        rt_prints("(\"");
                }
                rt_printstring(*(const GoString *)v.data);
                if (custom)
                        rt_prints("\")");
        } else if (kind == GO_KIND_COMPLEX64 || kind == GO_KIND_COMPLEX128) {
                if (custom)
                        rt_printstring(name);
                const GoComplex64 *small = v.data;
                rt_printcomplex(kind == GO_KIND_COMPLEX64 ? (GoComplex128){ small->re, small->im } : *(const GoComplex128 *)v.data);
        } else if (kind >= GO_KIND_BOOL && kind <= GO_KIND_FLOAT64) {
                if (custom) {
                        rt_printstring(name);
                        rt_prints("(");
                }
                print_number(kind, v.data);
                if (custom)
                        rt_prints(")");
        } else {
                rt_prints("(");
                rt_printstring(name);
                rt_prints(") ");
                rt_printpointer(v.data);
        }
}

/* Calls the Error and String methods while the program still runs. */
static void panics_prepare(Panic *p) {
        static const uint8_t mask[] = { 1 };
        static const GoType text_type = { .size = 16, .ptrdata = 8, .align = 8, .kind = GO_KIND_STRING, .gcdata = mask };
        for (; p; p = p->link) {
                if (p->goexit || !p->arg.type)
                        continue;
                RtPreprint r = runtime$preprint(p->arg);
                if (!r.r1)
                        continue;
                GoString *s = rt_mallocgc(sizeof *s, &text_type, 1);
                *s = r.r0;
                p->arg = (GoEface){ &text_type, s };
        }
}

/* The list from its other end. */
static Panic *panics_turn(Panic *p) {
        Panic *turned = NULL, *next;
        for (; p; p = next) {
                next = p->link;
                p->link = turned;
                turned = p;
        }
        return turned;
}

/* The outermost first, without recursion: there may be more of them than C has stack for. */
static void panics_print(Panic *innermost) {
        Panic *outermost = panics_turn(innermost);
        const Panic *outer = NULL;
        for (const Panic *p = outermost; p; outer = p, p = p->link) {
                if (outer && !outer->goexit)
                        rt_prints("\t");
                if (p->goexit)
                        continue;
                rt_prints("panic: ");
                print_any(p->arg);
                if (p->recovered)
                        rt_prints(" [recovered]");
                rt_prints("\n");
        }
        panics_turn(outermost);
}

/* ---- dying ------------------------------------------------------------------------------------------------------- */

static RtLock dying;                    /* the first thread to die holds it for ever */

static void dying_begin(void) {
        rt_section_enter();
        M *m = getg()->m;
        if (m->dying++ == 0) {
                rt_lock(&dying);
                world_freeze();
        } else if (m->dying > 2) {
                rt_exit(4);
        }
        getg()->dying = 1;
}

void rt_die(void *fp, Bool all, uint32_t sig) {
        G *g = getg();
        if (g->m->dying > 1)
                rt_exit(3);
        if (sig) {
                rt_prints("[signal ");
                rt_prints(rt_signal_name(sig));
                rt_prints(" code=");
                rt_printhex(g->sigcode0);
                rt_prints(" addr=");
                rt_printhex(g->sigcode1);
                rt_prints(" pc=");
                rt_printhex(g->sigpc);
                rt_prints("]\n");
        }
        if (rt_traceback_level > 0) {
                if (g != g->m->g0) {
                        rt_prints("\n");
                        rt_traceback_from(g, fp);
                } else {
                        all = 1;        /* each of the others prints its own blank line */
                        if (rt_traceback_level > 1)
                                rt_traceback_system(fp);
                }
                if (all || rt_traceback_all)
                        rt_traceback_others();
        }
        if (rt_traceback_crash)
                rt_signal_raise(SIGABRT);
        rt_exit(2);
}

/* At level 2 the frame of rt_gopanic, whose address is fp, is shown too. */
static __attribute__((noinline)) void panic_uncaught(Panic *p, void *fp) {
        panics_prepare(p);
        dying_begin();
        panics_print(p);
        rt_die(rt_traceback_level > 1 ? __builtin_frame_address(0) : fp, 0, getg()->sig);
}

static RT_NORETURN void fatal_error(const char *msg, void *fp, int level) {
        dying_begin();
        if (level > rt_traceback_level)
                rt_traceback_level = level;
        rt_prints("fatal error: ");
        rt_prints(msg);
        rt_prints("\n");
        rt_die(fp, 1, 0);
}

void rt_throw(const char *msg) { fatal_error(msg, __builtin_frame_address(0), 2); }
void rt_throw_from(const char *msg, void *fp) { fatal_error(msg, fp, 2); }
void rt_fatal(const char *msg) { fatal_error(msg, __builtin_frame_address(0), 0); }
