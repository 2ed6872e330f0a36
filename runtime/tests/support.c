/* support.c - see support.h. */
#include "support.h"
#include "../lang.h"
#include "../scheduler.h"
#include <unistd.h>

#define WEAK __attribute__((weak))

static RT_NORETURN void end(const char *kind, const char *msg)
{
        rt_eprintf("%s%s\n", kind, msg);
        _exit(2);
}

WEAK void rt_throw(const char *msg) { end("fatal error: ", msg); }
WEAK void rt_throw_from(const char *msg, void *fp) { (void)fp, end("fatal error: ", msg); }
WEAK void rt_fatal(const char *msg) { end("fatal error: ", msg); }
WEAK void rt_panic_plain(const char *msg) { end("panic: ", msg); }
WEAK void rt_panic_runtime_error(const char *msg) { end("panic: runtime error: ", msg); }
WEAK Bool rt_signal_queue(uint32_t sig) { (void)sig; return 0; }
WEAK GoString rt_type_string(const GoType *t) { (void)t; return rt_cstr("T"); }
WEAK const GoUncommonType *rt_type_uncommon(const GoType *t) { (void)t; return NULL; }
WEAK const GoType *const *rt_func_params(const GoFuncType *f) { return (const GoType *const *)(f + 1); }
WEAK void rt_walk_start(RtWalk *w, G *g, void *fp) { (void)w, (void)g, (void)fp; }
WEAK Bool rt_walk_next(RtWalk *w) { (void)w; return 0; }
WEAK Bool rt_frame_of(uintptr_t pc, RtFrame *out) { (void)pc, (void)out; return 0; }
WEAK Int rt_logical_pcs(uintptr_t pc, Int *skip, uintptr_t *pcs, Int max) { (void)skip; if (max > 0) *pcs = pc; return max > 0; }
WEAK const GoItab *rt_getitab(const GoInterfaceType *i, const GoType *t, Bool canfail) { (void)i, (void)t, (void)canfail; return NULL; }

static void *back[8];
static void (*body)(void);

void test_start(void)
{
        rt_argc = 1;
        rt_envp = environ;
        rt_schedinit();
        rt_preempt_init();
        rt_gcstate.enabled = 1;
}

/* Stays on the first thread, whose stack test_run's caller is on. */
static void main_goroutine(const GoFunc *self)
{
        (void)self;
        m_lock_internal();
        body();
        rt_section_enter();
        rt_section_enter();             /* rt_longjmp leaves one */
        rt_longjmp(back, 1);
}

static const GoFunc main_f = { (void *)main_goroutine };

void test_run(void (*fn)(void))
{
        body = fn;
        if (rt_setjmp(back))
                return;
        test_start();
        rt_maing = rt_newproc(&main_f, 0, 0);
        rt_schedule();
}

typedef struct Closure {
        void *code;
        void (*fn)(void *);
        void *arg;
} Closure;

static void call_closure(const GoFunc *self)
{
        const Closure *c = (const Closure *)self;
        c->fn(c->arg);
}

void test_go(void (*fn)(void *), void *arg)
{
        static const uint8_t mask[1] = { 4 };
        static const GoType type = { .size = sizeof(Closure), .ptrdata = 24, .align = 8, .kind = GO_KIND_STRUCT, .gcdata = mask };
        Closure *c = rt_new(&type);
        *c = (Closure){ (void *)call_closure, fn, arg };
        rt_go((const GoFunc *)c);
}
