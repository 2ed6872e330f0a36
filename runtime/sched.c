/* sched.c - goroutines: making them, switching between them, and picking which one runs.
 *
 * G is a goroutine, M a thread, P the right to run Go code with the queues and the allocation cache that go with it.
 * A goroutine leaves its stack through rt_mcall: its registers are saved, a function runs on g0's stack (the thread's own),
 * changes the goroutine's state and ends in rt_schedule, which picks the next one and continues it with rt_gogo.  So
 * nothing ever runs on a stack that somebody else may continue.
 * Order of picking: a stopping world, timers that are due, a mark worker whose turn it is, every 61st time the global queue (so that it
 * can't starve), the local ring, the global queue, the network; then work is stolen from the other Ps, timers included;
 * then the P becomes idle and its M waits in the network poller, or sleeps.
 * Sections: g0 runs inside one; a goroutine is continued with a depth of 1, which it leaves at once (rt_mcall's end).
 *
 * Spinning.  An M without work looks at all queues for a while before it sleeps, and is counted in nmspinning.  Who makes a
 * goroutine runnable wakes another P only if there is an idle one and nobody spins; a spinning M that finds work wakes the
 * next if it was the last spinning one.  No wake-up is lost (tests/test_model.c tries all orders): the waker (1) publishes the goroutine, (2)
 * reads npidle and nmspinning; the M that gives up (1) makes its P idle and, if it spun, lowers nmspinning, (2) looks at all queues once
 * more; so does who makes a P idle for another (p_handoff).  All are
 * sequentially consistent, so one of them sees the other.  The same pair works for timers, and for the poller through
 * sched.lastpoll and sched.polluntil. */
#include "scheduler.h"

void rt_asm_mcall(void (*fn)(G *), G *g, uintptr_t sp);
void rt_asm_gogo(void *sp) __attribute__((noreturn));
void rt_asm_systemstack(void (*fn)(void *), void *arg, G *g, uintptr_t sp);

RT_TLS G *rt_g;
RT_TLS uint32_t rt_sections, rt_preempt_pending;
G *rt_allgs, *rt_maing;
Sched sched;
static Int last_goid;
static RtFixAlloc g_alloc = { .size = sizeof(G) };

#ifdef RT_DELAYS
void sched_step(void)
{
        static RT_TLS uint32_t state;

        if (!state)
                state = (uint32_t)(uintptr_t)&state ^ (uint32_t)rt_nanotime();
        state = state * 1664525 + 1013904223;
        uint32_t r = state >> 16;
        if (r % 64 == 0)
                rt_usleep(r % 100);
        else if (r % 16 == 1)
                rt_osyield();
        else if (r % 4 == 2)
                for (uint32_t i = 0; i < r % 300; i++)
                        rt_cpurelax();
}
#endif

/* ---- switching ---------------------------------------------------------------------------------------------------- */

void rt_mcall(void (*fn)(G *))
{
        G *g = getg();

        rt_section_enter();
        M *m = g->m;                    /* not before: g could have changed threads */
        if (g == m->g0)
                rt_throw("rt_mcall on the scheduler's stack");
        rt_g = m->g0;
        arch_set_stackguard(0);
        rt_asm_mcall(fn, g, m->g0sp);
        rt_section_leave();             /* of the depth that rt_gogo set */
}

static RT_NORETURN void gogo(G *g)
{
        rt_preempt_pending = 0;
        rt_sections = 1;
        arch_set_stackguard(g->stackguard);
        rt_g = g;
        rt_barrier();
        rt_asm_gogo(g->sp);
}

/* g gets its stack, and the first words on it.  Not at its birth: so goroutines that wait for their turn need none; and a new stack's first
 * page, most of what a goroutine costs, is asked of the kernel by the thread that runs it, not by the one that makes goroutines. */
static __attribute__((noinline)) void prepare_stack(G *g)
{
        rt_stack_attach(g->m->p, g);
        uintptr_t *sp = (uintptr_t *)(g->first.hi - 64) - ARCH_SAVED_WORDS;

        memset(sp, 0, ARCH_SAVED_WORDS * sizeof *sp);
        sp[ARCH_SAVED_PC] = (uintptr_t)rt_asm_gostart;
        g->sp = sp;
}

void rt_execute(G *g, Bool inherit)
{
        M *m = getg()->m;

        m->curg = g;
        g->m = m;
        g_cas(g, G_RUNNABLE, G_RUNNING);
        if (!inherit)
                store_relaxed(&m->p->schedtick, m->p->schedtick + 1);
        gc_before_run(g);
        if (rt_unlikely(!g->sp))
                prepare_stack(g);
        g->waitsince = 0;               /* not before: a scan may set it */
        gogo(g);
}

void rt_systemstack(void (*fn)(void *), void *arg)
{
        G *g = getg();

        rt_section_enter();
        M *m = g->m;
        if (g == m->g0) {
                fn(arg);
                rt_section_leave();
                return;
        }
        rt_g = m->g0;
        arch_set_stackguard(0);
        rt_asm_systemstack(fn, arg, g, m->g0sp);
        arch_set_stackguard(g->stackguard);
        rt_g = g;
        rt_section_leave();
}

void g_drop(M *m)
{
        m->curg->m = NULL;
        m->curg = NULL;
}

/* g's status is still G_RUNNING until it is off the thread; from the change on somebody else may continue it. */
void rt_park_on_g0(G *g)
{
        M *m = g->m;
        Bool (*unlockf)(G *, void *) = g->unlockf;
        void *arg = g->unlockarg;

        g->unlockf = NULL;
        g_drop(m);
        sched_step();
        g_cas(g, G_RUNNING, G_WAITING);
        sched_step();
        if (unlockf && !unlockf(g, arg)) {
                g->waitreason = NULL;
                g_cas(g, G_WAITING, G_RUNNABLE);
                rt_execute(g, 1);
        }
        rt_schedule();
}

Bool rt_park_unlock(G *g, void *lock)
{
        (void)g;
        rt_unlock(lock);
        return 1;
}

/* It runs next, when the one that readied it sleeps: by then the frames that it returns through may be here. */
static void prefetch_stack(const G *g)
{
        const char *sp = g->sp;

        __builtin_prefetch(sp);
        __builtin_prefetch(sp + 64);
        __builtin_prefetch(sp + 128);
        __builtin_prefetch(sp + 192);
}

void rt_goready(G *g)
{
        rt_section_enter();
        if (g_status(g) != G_WAITING)
                rt_throw("goready of a goroutine that does not wait");
        g->waitreason = NULL;
        g_cas(g, G_WAITING, G_RUNNABLE);
        prefetch_stack(g);
        sched_step();
        runq_put(getg()->m->p, g, 1);
        sched_step();
        p_wake();
        rt_section_leave();
}

static void yield_on_g0(G *g)
{
        M *m = g->m;

        g_drop(m);
        g_cas(g, G_RUNNING, G_RUNNABLE);
        runq_put(m->p, g, 0);
        rt_schedule();
}

static void gosched_on_g0(G *g)
{
        g_drop(g->m);
        g_cas(g, G_RUNNING, G_RUNNABLE);
        rt_lock(&sched.lock);
        globrunq_put(g);
        rt_unlock(&sched.lock);
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
        G *g = getg();
        if (g != g->m->g0)
                rt_gosched();
}

/* ---- picking -------------------------------------------------------------------------------------------------------- */

void inject_list(G *list)
{
        P *p = getg()->m->p;
        GQueue global = { NULL, NULL, 0 }, local = { NULL, NULL, 0 };
        uint32_t idle = load_seq(&sched.npidle), nglobal = 0;

        while (list) {
                G *g = list;
                list = g->schedlink;
                g->waitreason = NULL;
                g_cas(g, G_WAITING, G_RUNNABLE);
                gqueue_push(!p || nglobal < idle ? &global : &local, g);
                nglobal++;
        }
        if (nglobal > idle)
                nglobal = idle;
        if (global.head) {
                rt_lock(&sched.lock);
                gqueue_append(&sched.runq, &global);
                rt_unlock(&sched.lock);
                sched_step();
        }
        if (local.head)
                runq_put_batch(p, &local);
        for (; nglobal > 0 && load_seq(&sched.npidle) > 0; nglobal--)
                m_start(NULL, 0);
}

static G *poll_network(void)
{
        if (!rt_netpoll_inited() || rt_netpoll_waiters() == 0 || load_seq(&sched.lastpoll) == 0)
                return NULL;
        G *g = rt_netpoll(0);
        if (!g)
                return NULL;
        G *rest = g->schedlink;
        if (rest)
                inject_list(rest);
        g->waitreason = NULL;
        g_cas(g, G_WAITING, G_RUNNABLE);
        return g;
}

static Int gcd(Int a, Int b)
{
        return b ? gcd(b, a % b) : a;
}

/* Calls visit for every P but one's own, from a random one on in random steps, until it returns something. */
static G *for_other_ps(G *(*visit)(P *p, P *other, Bool last), P *p, Bool last)
{
        uint32_t n = (uint32_t)rt_gomaxprocs, i = rt_fastrandn(n), step = 1 + rt_fastrandn(n);

        while (gcd(step, n) != 1)
                step++;
        for (uint32_t k = 0; k < n; k++, i = (i + step) % n) {
                P *other = rt_allp[i];
                G *g = other == p ? NULL : visit(p, other, last);
                if (g)
                        return g;
        }
        return NULL;
}

/* The last round also runs others' timers, and takes what somebody readied just now. */
static G *steal_visit(P *p, P *other, Bool last)
{
        if (last) {
                int64_t first = load_relaxed(&other->timers.first);
                if (first) {
                        int64_t now = rt_nanotime();
                        if (first <= now) {
                                Bool inherit;
                                rt_timers_run(&other->timers, now);
                                G *g = runq_get(p, &inherit);
                                if (g)
                                        return g;
                        }
                }
        }
        return load_acquire(&other->status) == P_IDLE ? NULL : runq_steal(p, other, last);
}

static G *steal_work(P *p)
{
        enum { ROUNDS = 4 };
        G *g = NULL;

        for (int i = 0; i < ROUNDS && !g; i++) {
                if (load_seq(&sched.gcwaiting))
                        return NULL;
                g = for_other_ps(steal_visit, p, i == ROUNDS - 1);
        }
        return g;
}

Bool queues_hold_work(void)
{
        Bool found = gc_wants_worker();

        for (int32_t i = 0; i < rt_gomaxprocs && !found; i++) {
                found = !runq_empty(rt_allp[i]);
                sched_step();
        }
        return found;
}

static P *pidle_take(void)
{
        rt_lock(&sched.lock);
        P *p = pidle_get();
        rt_unlock(&sched.lock);
        return p;
}

static void stop_spinning(M *m)
{
        m->spinning = 0;
        sched_step();
        __atomic_sub_fetch(&sched.nmspinning, 1, __ATOMIC_SEQ_CST);
        sched_step();
}

static void start_spinning(M *m)
{
        m->spinning = 1;
        __atomic_add_fetch(&sched.nmspinning, 1, __ATOMIC_SEQ_CST);
}

/* Without a P: wait in the poller until `until` (0: no timer), unless somebody does.  1: the M has a P and should look again; *g: what
 * it found. */
static Bool wait_in_poller(M *m, int64_t until, Bool was_spinning, G **g)
{
        if (!rt_netpoll_inited())
                return 0;
        if (rt_netpoll_waiters() == 0 && until == 0)
                return 0;
        sched_step();
        if (__atomic_exchange_n(&sched.lastpoll, 0, __ATOMIC_SEQ_CST) == 0) {
                sched_step();
                int64_t other = load_seq(&sched.polluntil);
                if (until && (other == 0 || other > until))
                        rt_netpoll_break();
                return 0;
        }
        sched_step();
        store_seq(&sched.polluntil, until);
        sched_step();
        int64_t first = rt_timers_next();       /* set since the caller looked, by somebody who may not have seen the line above */
        if (first && (!until || first < until)) {
                until = first;
                store_seq(&sched.polluntil, until);
        }
        int64_t delay = -1;
        if (until) {
                delay = until - rt_nanotime();
                if (delay < 0)
                        delay = 0;
        }
        G *list = rt_netpoll(delay);
        sched_step();
        store_seq(&sched.polluntil, 0);
        sched_step();
        store_seq(&sched.lastpoll, rt_nanotime());
        sched_step();
        rt_lock(&sched.lock);
        P *p = pidle_get();
        rt_unlock(&sched.lock);
        if (!p) {
                if (list)
                        inject_list(list);
                return 0;
        }
        p_acquire(p);
        if (list) {
                *g = list;
                list = list->schedlink;
                if (list)
                        inject_list(list);
                (*g)->waitreason = NULL;
                g_cas(*g, G_WAITING, G_RUNNABLE);
        } else if (was_spinning) {
                start_spinning(m);
        }
        return 1;
}

static G *visit_runq(P *p, P *other, Bool unused)
{
        (void)p, (void)unused;
        return runq_empty(other) ? NULL : rt_maing;
}

Bool rt_others_runnable(void)
{
        rt_section_enter();
        P *p = getg()->m->p;
        int64_t first = load_relaxed(&p->timers.first);
        Bool yes = load_relaxed(&p->preempt) || !runq_empty(p) || load_relaxed(&sched.runq.n) > 0 || (first && first <= rt_nanotime()) ||
                   (rt_gomaxprocs > 1 && for_other_ps(visit_runq, p, 0));
        rt_section_leave();
        return yes;
}

/* Blocks until there is something to run. */
static G *find_runnable(Bool *inherit)
{
        M *m = getg()->m;
        G *g;

        *inherit = 0;
        for (;;) {
                P *p = m->p;
                if (load_seq(&sched.gcwaiting)) {
                        world_wait();
                        continue;
                }
                int64_t first = load_relaxed(&p->timers.first);
                if (first) {
                        int64_t now = rt_nanotime();
                        if (first <= now)
                                rt_timers_run(&p->timers, now);
                }
                if ((g = gc_worker_for(p, 0)))
                        return g;
                if (p->schedtick % 61 == 0 && load_relaxed(&sched.runq.n) > 0) {
                        rt_lock(&sched.lock);
                        g = globrunq_get(p, 1);
                        rt_unlock(&sched.lock);
                        if (g)
                                return g;
                }
                if ((g = runq_get(p, inherit)))
                        return g;
                if (load_relaxed(&sched.runq.n) > 0) {
                        rt_lock(&sched.lock);
                        g = globrunq_get(p, 0);
                        rt_unlock(&sched.lock);
                        if (g)
                                return g;
                }
                if ((g = poll_network()))
                        return g;

                /* At most half as many Ms spin as are busy: more would only cost processor time. */
                if (m->spinning || 2 * load_seq(&sched.nmspinning) < (uint32_t)rt_gomaxprocs - load_seq(&sched.npidle)) {
                        if (!m->spinning)
                                start_spinning(m);
                        if ((g = steal_work(p)))
                                return g;
                        if (!runq_empty(p))
                                continue;       /* a timer that it ran readied somebody */
                }
                if ((g = gc_worker_for(p, 1)) || (g = gc_sweeper_for_idle()))
                        return g;

                sched_step();
                rt_lock(&sched.lock);
                if (load_seq(&sched.gcwaiting)) {
                        rt_unlock(&sched.lock);
                        continue;
                }
                if (sched.runq.n > 0) {
                        g = globrunq_get(p, 0);
                        rt_unlock(&sched.lock);
                        return g;
                }
                p_release();
                pidle_put(p);
                rt_unlock(&sched.lock);
                sched_step();

                Bool was_spinning = m->spinning;
                if (was_spinning)
                        stop_spinning(m);
                p = queues_hold_work() ? pidle_take() : NULL;
                if (p) {
                        p_acquire(p);
                        start_spinning(m);
                        continue;
                }
                g = NULL;
                if (wait_in_poller(m, rt_timers_next(), was_spinning, &g)) {
                        if (g)
                                return g;
                        continue;
                }
                m_stop();
        }
}

/* A spinning M found work: there may be more. */
static void reset_spinning(M *m)
{
        m->spinning = 0;
        sched_step();
        if ((int32_t)__atomic_sub_fetch(&sched.nmspinning, 1, __ATOMIC_SEQ_CST) < 0)
                rt_throw("negative count of spinning threads");
        sched_step();
        p_wake();
}

void rt_schedule(void)
{
        M *m = getg()->m;
        Bool inherit;

        if (rt_sections != 1)
                rt_throw("schedule: holding locks");
        if (m->lockedg) {
                m_stop_locked();
                rt_execute(m->lockedg, 0);
        }
        for (;;) {
                store_relaxed(&m->p->preempt, 0);
                G *g = find_runnable(&inherit);
                if (m->spinning)
                        reset_spinning(m);
                if (!g->lockedm)
                        rt_execute(g, inherit);
                m_start_locked(g);
        }
}

/* ---- birth and death ---------------------------------------------------------------------------------------------------- */

enum { GFREE_MAX = 64, GOID_BATCH = 16 };

G *gfree_get(P *p)
{
        if (!p->gfree && load_relaxed(&sched.ngfree) > 0) {
                rt_lock(&sched.gfree_lock);
                while (p->ngfree < GFREE_MAX / 2 && sched.gfree) {
                        G *g = sched.gfree;
                        sched.gfree = g->schedlink;
                        store_relaxed(&sched.ngfree, sched.ngfree - 1);
                        g->schedlink = p->gfree;
                        p->gfree = g;
                        p->ngfree++;
                }
                rt_unlock(&sched.gfree_lock);
        }
        G *g = p->gfree;
        if (g) {
                p->gfree = g->schedlink;
                p->ngfree--;
        }
        return g;
}

static void gfree_shrink(P *p, Int keep)
{
        rt_lock(&sched.gfree_lock);
        while (p->ngfree > keep) {
                G *g = p->gfree;
                p->gfree = g->schedlink;
                p->ngfree--;
                g->schedlink = sched.gfree;
                sched.gfree = g;
                store_relaxed(&sched.ngfree, sched.ngfree + 1);
        }
        rt_unlock(&sched.gfree_lock);
}

void gfree_flush(P *p)
{
        gfree_shrink(p, 0);
        rt_stacks_shrink(p, 0);
}

static void gfree_put(P *p, G *g)
{
        g->schedlink = p->gfree;
        p->gfree = g;
        if (++p->ngfree >= GFREE_MAX)
                gfree_shrink(p, GFREE_MAX / 2);
}

/* First C frame of a goroutine; on its own stack, at depth 1. */
void rt_gostart(void)
{
        const GoFunc *fn = getg()->startfn;

        rt_section_leave();
        ((void (*)(const GoFunc *))fn->code)(fn);
        rt_goexit();
}

static G *g_new(void)
{
        G *g = rt_fixalloc(&g_alloc);

        g->seg = &g->first;
        g->status = G_DEAD;
        g->alllink = load_relaxed(&rt_allgs);
        while (!__atomic_compare_exchange_n(&rt_allgs, &g->alllink, g, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
                ;
        return g;
}

static Int next_goid(P *p)
{
        if (p->goid == p->goid_end) {
                p->goid_end = __atomic_add_fetch(&last_goid, GOID_BATCH, __ATOMIC_RELAXED) + 1;
                p->goid = p->goid_end - GOID_BATCH;
        }
        return p->goid++;
}

G *rt_newproc(const GoFunc *fn, uintptr_t gopc, Bool system)
{
        rt_section_enter();
        G *me = getg();
        P *p = me->m->p;
        G *g = gfree_get(p);
        if (!g)
                g = g_new();
        g->goid = next_goid(p);
        g->startfn = fn;
        g->gopc = gopc;
        g->parentgoid = me->goid;
        g->system = system;
        g->labels = me->labels;
        g->sp = NULL;
        g->scangen = gc_scangen;        /* there is nothing on it to scan */
        if (!system)
                store_relaxed(&p->ngoroutines, p->ngoroutines + 1);
        g_cas(g, G_DEAD, G_RUNNABLE);
        runq_put(p, g, 1);
        if (rt_maing) {
                sysmon_start();
                p_wake();
        }
        rt_section_leave();
        return g;
}

void rt_go(const GoFunc *fn)
{
        if (!fn)
                rt_fatal("go of nil func value");
        rt_newproc(fn, (uintptr_t)__builtin_return_address(0), 0);
}

/* What stays of a dead goroutine: its place in allgs. */
static void g_clear(G *g)
{
        g->panic = NULL;
        g->defer = NULL;
        g->startfn = NULL;
        g->waitreason = NULL;
        g->waiting = NULL;
        g->param = NULL;
        g->labels = NULL;
        g->lockedm = NULL;
        g->unlockarg = NULL;
        g->select_done = g->sig = g->lockedcount = g->lockedinternal = 0;
        g->dying = 0;
        g->sigpc = g->sigcode0 = g->sigcode1 = 0;
        g->async_pc = g->async_fp = 0;
}

static void goexit_on_g0(G *g)
{
        M *m = g->m;
        P *p = m->p;
        Bool locked = m->lockedg == g;

        if (!g->system)
                store_relaxed(&p->ngoroutines, p->ngoroutines - 1);
        if (g == rt_maing)
                rt_stack_release(g);
        else
                rt_stack_detach(p, g);
        g_drop(m);
        m->lockedg = NULL;
        g_clear(g);
        g_cas(g, G_RUNNING, G_DEAD);
        if (g != rt_maing)
                gfree_put(p, g);
        if (locked)
                m_exit();               /* whatever it did to its thread ends with it */
        rt_schedule();
}

void rt_goexit(void)
{
        rt_mcall(goexit_on_g0);
        __builtin_unreachable();
}

Int rt_numgoroutine(void)
{
        Int n = 0;

        for (int32_t i = 0; i < rt_nheaps; i++)
                n += load_relaxed(&rt_allp[i]->ngoroutines);
        return n;
}
