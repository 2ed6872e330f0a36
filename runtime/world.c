/* world.c - stopping every P at once; how many Ps there are; deadlock.
 *
 * To stop the world is to take every P: idle ones from their list, those in system calls by compare-and-swap, running ones by
 * asking their goroutine to yield, by signal, again and again until it does.  A thread that comes back from a system call finds
 * no P and queues its goroutine; it may hold sched.lock for that, but nothing else. */
#include "scheduler.h"
#include <sys/syscall.h>

P *rt_allp[P_MAX];
int32_t rt_gomaxprocs, rt_nheaps;

/* ---- every P ------------------------------------------------------------------------------------------------------ */

/* sched.lock held: one P less to wait for. */
static void count_stopped(P *p)
{
        store_release(&p->status, P_GCSTOP);
        sched.stopwait--;
}

static void stop_ps(void)
{
        enum { FIRST_LOOK = 20000, LATER_LOOKS = 100000 };      /* ns */
        M *m = getg()->m;

        while (load_relaxed(&sched.freezing))
                rt_usleep(1000);
        sched.stopbegan = rt_nanotime();
        rt_lock(&sched.lock);
        sched.stopwait = rt_gomaxprocs;
        rt_note_clear(&sched.stopnote);
        store_seq(&sched.gcwaiting, 1);
        procs_preempt();
        count_stopped(m->p);
        for (int32_t i = 0; i < rt_gomaxprocs; i++) {
                P *p = rt_allp[i];
                if (cas32(&p->status, P_SYSCALL, P_GCSTOP)) {
                        p->syscalltick++;
                        sched.stopwait--;
                }
        }
        for (P *p; (p = pidle_get());)
                count_stopped(p);
        Bool wait = sched.stopwait > 0;
        rt_unlock(&sched.lock);
        for (int64_t ns = FIRST_LOOK; wait && !rt_note_tsleep(&sched.stopnote, ns); ns = LATER_LOOKS)
                procs_preempt();
        for (int32_t i = 0; i < rt_gomaxprocs; i++)
                if (load_acquire(&rt_allp[i]->status) != P_GCSTOP)
                        rt_throw("stop the world: not stopped");
}

void rt_stop_the_world(const char *reason)
{
        (void)reason;
        if (rt_sections)
                rt_throw("stop the world: in a section");
        rt_semacquire(&sched.worldsema);
        rt_section_enter();
        stop_ps();
}

/* Is there something for one more P than has an M now?  Threads that were stopped on their way to the poller sleep now: somebody has to
 * wait there in their place.  It costs little to wake one for nothing but where short cycles follow each other. */
static Bool another_is_wanted(P *own, Bool busy)
{
        return !rt_gcstate.alone || busy || !runq_empty(own) || load_relaxed(&sched.runq.n) > 0 || (gc_wants_worker() && rt_gcstate.t_mark < sched.stopbegan) ||
               (load_seq(&sched.lastpoll) != 0 && (rt_netpoll_waiters() > 0 || rt_timers_next()));
}

/* All Ps but the current one become idle or, with work, get an M. */
static void start_ps(void)
{
        P *own = getg()->m->p, *busy = NULL;
        G *list = rt_netpoll_inited() ? rt_netpoll(0) : NULL;

        rt_lock(&sched.lock);
        for (int32_t i = rt_gomaxprocs; i-- > 0;) {
                P *p = rt_allp[i];
                if (p == own) {
                        store_release(&p->status, P_RUNNING);
                        continue;
                }
                store_release(&p->status, P_IDLE);
                if (runq_empty(p)) {
                        pidle_put(p);
                } else {
                        p->link = busy;
                        busy = p;
                }
        }
        store_seq(&sched.gcwaiting, 0);
        rt_unlock(&sched.lock);
        sched_step();
        Bool wake = another_is_wanted(own, busy != NULL);
        while (busy) {
                P *p = busy;
                busy = p->link;
                m_start(p, 0);
        }
        if (list)
                inject_list(list);
        if (wake)
                p_wake();
}

void rt_start_the_world(void)
{
        start_ps();
        rt_semrelease(&sched.worldsema);
        rt_section_leave();
}

void world_wait(void)
{
        M *m = getg()->m;

        if (m->spinning) {
                m->spinning = 0;
                __atomic_sub_fetch(&sched.nmspinning, 1, __ATOMIC_SEQ_CST);
        }
        P *p = p_release();
        sched_step();
        rt_lock(&sched.lock);
        count_stopped(p);               /* gcwaiting is still set: the stopper waits for this P */
        if (sched.stopwait == 0)
                rt_note_wakeup(&sched.stopnote);
        rt_unlock(&sched.lock);
        m_stop();
}

/* Dying: whoever can be stopped is, for ever; the others may be in loops that no signal ends. */
void world_freeze(void)
{
        rt_section_enter();
        store_relaxed(&sched.freezing, 1);
        sched.stopwait = 1 << 30;       /* is never reached */
        store_seq(&sched.gcwaiting, 1);
        for (int i = 0; i < 5; i++) {
                procs_preempt();
                rt_usleep(1000);
        }
        rt_section_leave();
}

/* ---- how many Ps ------------------------------------------------------------------------------------------------------- */

static __attribute__((noinline)) int32_t count_cpus(void)
{
        uint64_t mask[128] = { 0 };
        long bytes = rt_syscall(SYS_sched_getaffinity, 0, sizeof mask, (long)mask, 0, 0, 0);
        int32_t n = 0;

        for (long i = 0; i < bytes / 8; i++)
                n += __builtin_popcountll(mask[i]);
        return n ? n : 1;
}

int32_t rt_ncpu(void)
{
        static int32_t ncpu;            /* a mutex asks at each round of spinning */
        int32_t n = load_relaxed(&ncpu);

        if (!n) {
                n = count_cpus();
                store_relaxed(&ncpu, n);
        }
        return n;
}

int32_t procs_wanted(void)
{
        const char *s = rt_getenv("GOMAXPROCS");
        int32_t v = 0;

        for (; s && *s >= '0' && *s <= '9' && v <= P_MAX; s++)
                v = v * 10 + (*s - '0');
        if (!s || *s || v <= 0)
                v = rt_ncpu();
        return v < P_MAX ? v : P_MAX;
}

void procs_resize(int32_t n)
{
        int32_t old = rt_gomaxprocs;
        M *m = getg()->m;

        while (rt_nheaps < n) {
                P *p = rt_persistentalloc(sizeof(P), 64);
                p->id = rt_nheaps;
                p->status = P_GCSTOP;
                p->timers.id = (uint32_t)rt_nheaps;
                p->mcache = mcache_new();
                rt_allp[rt_nheaps] = p;
                store_release(&rt_nheaps, rt_nheaps + 1);
        }
        for (int32_t i = old; i < n; i++)
                rt_allp[i]->status = P_GCSTOP;
        P *own = m->p && m->p->id < n ? m->p : rt_allp[0];
        if (m->p != own) {              /* its own is among those that go */
                if (m->p) {
                        m->p->m = NULL;
                        m->p->status = P_GCSTOP;
                }
                m->p = NULL;
                own->m = NULL;
                own->status = P_IDLE;
                p_acquire(own);
        }
        for (int32_t i = n; i < old; i++) {
                P *p = rt_allp[i];
                Bool inherit;
                rt_lock(&sched.lock);
                for (G *g; (g = runq_get(p, &inherit));)
                        globrunq_put_head(g);
                rt_unlock(&sched.lock);
                timers_move(p);
                gfree_flush(p);
                p->status = P_DEAD;
        }
        if (old)
                gc_procresize(n);
        store_seq(&rt_gomaxprocs, n);
}

int32_t rt_setgomaxprocs(int32_t n)
{
        int32_t old = load_relaxed(&rt_gomaxprocs);

        if (n > P_MAX)
                n = P_MAX;
        if (n <= 0 || n == old)
                return old;
        rt_stop_the_world("GOMAXPROCS");
        old = rt_gomaxprocs;
        procs_resize(n);
        rt_start_the_world();
        return old;
}

/* ---- deadlock ------------------------------------------------------------------------------------------------------------ */

/* An M goes to sleep, sched.lock held.  If no thread is awake but sysmon, nobody waits in the poller or in a system call: goroutines
 * can then be woken by timers only. */
void check_deadlock(void)
{
        int32_t awake = sched.nm - sched.nmidle - sched.nmidlelocked - sched.nmsys;
        Int waiting = 0;

        if (awake > 0 || load_relaxed(&sched.freezing))
                return;
        if (awake < 0)
                rt_throw("check_deadlock: inconsistent counts of threads");
        if (rt_timers_next())
                return;
        for (G *g = load_acquire(&rt_allgs); g; g = g->alllink) {
                uint32_t status = g_status(g);
                if (g->system || status == G_DEAD || status == G_IDLE)
                        continue;
                if (status != G_WAITING) {
                        rt_eprintf("runtime: check_deadlock: goroutine %ld has status %u\n", g->goid, status);
                        rt_throw("check_deadlock: runnable goroutine");
                }
                waiting++;
        }
        rt_unlock(&sched.lock);         /* dying takes it */
        rt_section_enter();
        if (waiting == 0)
                rt_fatal("no goroutines (main called runtime.Goexit) - deadlock!");
        rt_fatal("all goroutines are asleep - deadlock!");
}
