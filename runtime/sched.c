/* sched.c - goroutines: making them, switching between them, and what to do when none can run.
 *
 * G is a goroutine, M a thread, P the right to run Go code with the queues and the allocation cache that go with it.
 * There is one M and one P here; the structures are those for many.
 * A goroutine leaves its stack through rt_mcall: its registers are saved, a function runs on g0's stack (the thread's own),
 * changes the goroutine's state and ends in rt_schedule, which picks the next one and continues it with rt_gogo.  So
 * nothing ever runs on a stack that somebody else may continue.
 * Order of picking: timers that are due, the goroutine readied last, the local ring, the global queue (first every 61st
 * time, so that it can't starve), the network; then the thread sleeps until a timer or the network, or it is a
 * deadlock.
 * Sections: g0 runs inside one; a goroutine is continued with a depth of 1, which it leaves at once (rt_mcall's end).
 * After: Go's scheduler (runtime/proc.go), itself after Vyukov, "Scalable Go Scheduler Design" (2012). */
#include "mheap.h"

void rt_asm_mcall(void (*fn)(G *), G *g, uintptr_t sp);
void rt_asm_gogo(void *sp) __attribute__((noreturn));
void rt_asm_systemstack(void (*fn)(void *), void *arg, G *g, uintptr_t sp);
void rt_asm_gostart(void);

RT_TLS G *rt_g;
RT_TLS uint32_t rt_sections, rt_preempt_pending;
G *rt_allgs, *rt_maing;
P **rt_allp;
int32_t rt_gomaxprocs = 1;
int32_t rt_external_waiters;

static struct {
        RtLock lock;
        G *head, *tail;
} global_runq;
static Int next_goid = 1;
static Int ngoroutines;                 /* alive, system ones not counted */
static RtFixAlloc g_alloc = { .size = sizeof(G) };
static M m0;
static G g0_of_m0;

/* ---- run queues ------------------------------------------------------------------------------------------------ */

static void globalq_put(G *g)
{
        rt_lock(&global_runq.lock);
        g->schedlink = NULL;
        if (global_runq.tail)
                global_runq.tail->schedlink = g;
        else
                global_runq.head = g;
        global_runq.tail = g;
        rt_unlock(&global_runq.lock);
}

static G *globalq_get(void)
{
        if (!global_runq.head)
                return NULL;
        rt_lock(&global_runq.lock);
        G *g = global_runq.head;
        if (g) {
                global_runq.head = g->schedlink;
                if (!global_runq.head)
                        global_runq.tail = NULL;
        }
        rt_unlock(&global_runq.lock);
        return g;
}

/* A full ring sends half of itself to the global queue. */
static void runq_spill(P *p)
{
        for (int i = 0; i < P_RUNQ / 2; i++)
                globalq_put(p->runq[p->runqhead++ % P_RUNQ]);
}

static void runq_put(P *p, G *g, Bool next)
{
        if (next) {
                G *old = p->runnext;
                p->runnext = g;
                if (!old)
                        return;
                g = old;
        }
        if (p->runqtail - p->runqhead == P_RUNQ)
                runq_spill(p);
        p->runq[p->runqtail++ % P_RUNQ] = g;
}

static G *runq_get(P *p)
{
        G *g = p->runnext;

        if (g) {
                p->runnext = NULL;
                return g;
        }
        return p->runqhead == p->runqtail ? NULL : p->runq[p->runqhead++ % P_RUNQ];
}

static P *this_p(void)
{
        return getg()->m->p;
}

/* Does anybody else want the processor? */
Bool rt_others_runnable(void)
{
        P *p = this_p();
        int64_t next = rt_timers_next();

        return p->runnext || p->runqhead != p->runqtail || global_runq.head || rt_netpoll_waiters() > 0 ||
               (next && next <= rt_nanotime());
}

/* ---- switching ---------------------------------------------------------------------------------------------------- */

void rt_mcall(void (*fn)(G *))
{
        G *g = getg();
        M *m = g->m;

        rt_section_enter();
        if (g == m->g0)
                rt_throw("rt_mcall on the scheduler's stack");
        rt_g = m->g0;
        rt_stackguard = 0;
        rt_asm_mcall(fn, g, m->g0sp);
        rt_section_leave();             /* of the depth that rt_gogo set */
}

void rt_gogo(G *g)
{
        M *m = getg()->m;

        g->status = G_RUNNING;
        g->m = m;
        m->curg = g;
        gc_before_run(g);
        rt_preempt_pending = 0;
        rt_sections = 1;
        rt_stackguard = g->stackguard;
        rt_g = g;
        rt_barrier();
        rt_asm_gogo(g->sp);
}

void rt_systemstack(void (*fn)(void *), void *arg)
{
        G *g = getg();
        M *m = g->m;

        if (g == m->g0) {
                fn(arg);
                return;
        }
        rt_section_enter();
        rt_g = m->g0;
        rt_stackguard = 0;
        rt_asm_systemstack(fn, arg, g, m->g0sp);
        rt_stackguard = g->stackguard;
        rt_g = g;
        rt_section_leave();
}

static void park_on_g0(G *g)
{
        Bool (*unlockf)(G *, void *) = g->unlockf;

        g->status = G_WAITING;
        g->m->curg = NULL;
        g->unlockf = NULL;
        if (unlockf && !unlockf(g, g->unlockarg)) {
                g->waitreason = NULL;
                rt_gogo(g);
        }
        rt_schedule();
}

void rt_gopark(Bool (*unlockf)(G *, void *), void *lock, const char *reason)
{
        G *g = getg();

        g->waitreason = reason;
        g->unlockf = unlockf;
        g->unlockarg = lock;
        g->waitsince = 0;
        rt_mcall(park_on_g0);
}

static Bool park_unlock(G *g, void *lock)
{
        (void)g;
        rt_unlock(lock);
        return 1;
}

void rt_goparkunlock(RtLock *l, const char *reason)
{
        rt_gopark(park_unlock, l, reason);
}

void rt_goready(G *g)
{
        rt_section_enter();
        if (g->status != G_WAITING)
                rt_throw("goready of a goroutine that does not wait");
        g->status = G_RUNNABLE;
        g->waitreason = NULL;
        runq_put(this_p(), g, 1);
        rt_section_leave();
}

void rt_ready_list(G *list)
{
        while (list) {
                G *g = list;
                list = g->schedlink;
                g->status = G_RUNNABLE;
                g->waitreason = NULL;
                runq_put(this_p(), g, 0);
        }
}

static void yield_on_g0(G *g)
{
        g->status = G_RUNNABLE;
        g->m->curg = NULL;
        runq_put(g->m->p, g, 0);
        rt_schedule();
}

static void gosched_on_g0(G *g)
{
        g->status = G_RUNNABLE;
        g->m->curg = NULL;
        globalq_put(g);
        rt_schedule();
}

void rt_goyield(void)
{
        rt_mcall(yield_on_g0);
}

void rt_gosched(void)
{
        rt_mcall(gosched_on_g0);
}

void rt_preempt_now(void)
{
        rt_preempt_pending = 0;
        if (getg() != getg()->m->g0)
                rt_mcall(gosched_on_g0);
}

/* ---- picking -------------------------------------------------------------------------------------------------------- */

static RT_NORETURN void deadlock(void)
{
        if (rt_maing->status == G_DEAD)
                rt_fatal("no goroutines (main called runtime.Goexit) - deadlock!");
        rt_fatal("all goroutines are asleep - deadlock!");
}

/* Nothing to run: sleep until the network or the next timer.  next: when that is, 0: no timer. */
static void wait_for_work(int64_t next)
{
        int64_t delay = next ? next - rt_nanotime() : -1;

        if (next && delay < 0)
                return;
        if (rt_netpoll_waiters() > 0) {
                rt_ready_list(rt_netpoll(delay));
        } else if (next || rt_external_waiters > 0) {
                RtNote *n = &getg()->m->park;
                rt_note_clear(n);
                rt_note_tsleep(n, rt_external_waiters > 0 && (delay < 0 || delay > 10000000) ? 10000000 : delay);
        } else {
                deadlock();
        }
}

static G *find_runnable(P *p)
{
        for (;;) {
                int64_t next = rt_timers_next();
                if (next)
                        next = rt_timers_run(rt_nanotime());
                G *g = NULL;
                if (++p->schedtick % 61 == 0) {
                        if (rt_netpoll_waiters() > 0)
                                rt_ready_list(rt_netpoll(0));
                        g = globalq_get();
                }
                if (g || (g = gc_worker_for(p, 0)) || (g = runq_get(p)) || (g = globalq_get()))
                        return g;
                if (rt_netpoll_waiters() > 0) {
                        rt_ready_list(rt_netpoll(0));
                        if ((g = runq_get(p)))
                                return g;
                }
                if ((g = gc_worker_for(p, 1)))
                        return g;
                wait_for_work(next);
        }
}

void rt_schedule(void)
{
        rt_gogo(find_runnable(getg()->m->p));
}

/* ---- birth and death ---------------------------------------------------------------------------------------------------- */

/* First C frame of a goroutine; on its own stack, at depth 1. */
void rt_gostart(void)
{
        const GoFunc *fn = getg()->startfn;

        rt_section_leave();
        ((void (*)(const GoFunc *))fn->code)(fn);
        rt_goexit();
}

static void prepare_stack(G *g)
{
        uintptr_t *top = (uintptr_t *)(g->stack_hi - 64);

        memset(top - 7, 0, 7 * sizeof *top);
        top[-1] = (uintptr_t)rt_asm_gostart;
        g->sp = top - 7;
}

G *rt_newproc(const GoFunc *fn, uintptr_t gopc, Bool system)
{
        rt_section_enter();
        P *p = this_p();
        G *g = p->gfree;
        if (g) {
                p->gfree = g->schedlink;
        } else {
                g = rt_fixalloc(&g_alloc);
                rt_stackalloc(g);
                g->alllink = rt_allgs;
                rt_allgs = g;
        }
        g->goid = next_goid++;
        g->startfn = fn;
        g->gopc = gopc;
        g->parentgoid = getg()->goid;
        g->system = system;
        g->labels = getg()->labels;
        prepare_stack(g);
        g->scangen = gc_scangen;
        g->status = G_RUNNABLE;
        ngoroutines += !system;
        runq_put(p, g, 1);
        rt_section_leave();
        return g;
}

void rt_go(const GoFunc *fn)
{
        if (!fn)
                rt_fatal("go of nil func value");
        rt_newproc(fn, (uintptr_t)__builtin_return_address(0), 0);
        rt_preempt_start();
}

static void goexit_on_g0(G *g)
{
        M *m = g->m;

        m->curg = NULL;
        ngoroutines -= !g->system;
        if (g->deep)
                rt_stack_release(g);
        G keep = *g;
        memset(g, 0, sizeof *g);
        g->status = G_DEAD;
        g->stack_lo = keep.stack_lo;
        g->stack_hi = keep.stack_hi;
        g->stackguard = keep.stackguard;
        g->stacklimit = keep.stacklimit;
        g->stackclass = keep.stackclass;
        g->alllink = keep.alllink;
        if (g != rt_maing) {
                g->schedlink = m->p->gfree;
                m->p->gfree = g;
        }
        rt_schedule();
}

void rt_goexit(void)
{
        rt_mcall(goexit_on_g0);
        __builtin_unreachable();
}

Int rt_numgoroutine(void)
{
        return ngoroutines;
}

/* ---- the first thread ------------------------------------------------------------------------------------------------------- */

static P *new_p(Int id)
{
        P *p = rt_persistentalloc(sizeof(P), 64);

        p->id = id;
        p->mcache = mcache_new();
        return p;
}

/* The caller's stack becomes g0's: what runs there later starts some way below the caller's frame. */
__attribute__((noinline)) void rt_schedinit(void)
{
        enum { ROOM_ABOVE = 16 << 10 };
        uintptr_t here = (uintptr_t)__builtin_frame_address(0);
        M *m = &m0;
        G *g0 = &g0_of_m0;

        m->g0 = g0;
        m->g0sp = (here - ROOM_ABOVE) & ~(uintptr_t)15;
        g0->m = m;
        g0->stack_hi = here;
        g0->stack_lo = here - (1 << 20);
        g0->status = G_RUNNING;
        rt_g = g0;
        rt_sections = 1;
        rt_mallocinit();
        rt_allp = rt_persistentalloc(sizeof(P *), 8);
        P *p = rt_allp[0] = new_p(0);
        m->p = p;
        p->m = m;
        rt_alloccache = &p->mcache->a;
}
