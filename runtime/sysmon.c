/* sysmon.c - the thread without a P that watches the others.
 *
 * It takes Ps from system calls that last longer than one of its rounds when somebody could use them, asks goroutines that have run
 * for 10 ms to yield, and polls the network if nobody has for 10 ms.  Timers: a P runs its own between two goroutines, idle
 * ones wait for the first of all in the poller; when all Ps are busy and one is due, sysmon has its P's goroutine yield, so that a ticker
 * is on time beside goroutines that compute.
 * It also has a collection started when there was none for two minutes.
 * A round every 20 us; after 50 rounds with nothing to do twice as long each time, up to 10 ms, but never past the next timer.
 * When no P runs it sleeps until one does, or for half the time between two such collections. */
#include "scheduler.h"
#include <signal.h>
#include <sys/syscall.h>

enum { ROUND_MIN = 20000, ROUND_MAX = 10000000, SLICE = 10000000, POLL_EVERY = 10000000, IDLE_ROUNDS = 50 };  /* ns */

void m_preempt(M *m)
{
        static long pid;
        uint32_t tid = load_acquire(&m->tid);

        if (!pid)
                pid = rt_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0);
        if (tid)
                rt_syscall(SYS_tgkill, pid, tid, SIGURG, 0, 0, 0);
}

Bool p_preempt(P *p)
{
        M *m = load_acquire(&p->m);

        if (!m || m == getg()->m)
                return 0;
        store_seq(&p->preempt, 1);
        m_preempt(m);
        return 1;
}

void procs_preempt(void)
{
        for (int32_t i = 0; i < rt_gomaxprocs; i++)
                if (load_acquire(&rt_allp[i]->status) == P_RUNNING)
                        p_preempt(rt_allp[i]);
}

/* While the P is being taken one more thread counts as awake: the one that comes back from the call, and finds it gone, must not see a
 * deadlock before the P's next owner is awake. */
static Bool retake_from_syscall(P *p)
{
        rt_lock(&sched.lock);
        sched.nmidlelocked--;
        rt_unlock(&sched.lock);
        Bool taken = cas32(&p->status, P_SYSCALL, P_IDLE);
        if (taken) {
                p->syscalltick++;
                sched_step();
                p_handoff(p);
        }
        rt_lock(&sched.lock);
        sched.nmidlelocked++;
        rt_unlock(&sched.lock);
        return taken;
}

/* Looks after one P; returns whether there was something to do. */
static Bool retake(P *p, int64_t now)
{
        uint32_t status = load_acquire(&p->status), tick;
        Bool long_slice = 0;

        if (status != P_RUNNING && status != P_SYSCALL)
                return 0;
        tick = load_relaxed(&p->schedtick);
        if (tick != p->seen.schedtick) {
                p->seen.schedtick = tick;
                p->seen.schedwhen = now;
        } else if (p->seen.schedwhen + SLICE <= now) {
                p_preempt(p);
                long_slice = 1;         /* also if it is in a system call now */
        }
        int64_t first = load_relaxed(&p->timers.first);
        if (first && first <= now && status == P_RUNNING && load_seq(&sched.npidle) == 0)
                return p_preempt(p);
        if (status != P_SYSCALL)
                return 0;
        tick = load_relaxed(&p->syscalltick);
        if (!long_slice && tick != p->seen.syscalltick) {
                p->seen.syscalltick = tick;
                p->seen.syscallwhen = now;
                return 0;
        }
        Bool useless = runq_empty(p) && load_seq(&sched.nmspinning) + load_seq(&sched.npidle) > 0;
        if (useless && p->seen.syscallwhen + SLICE > now)
                return 0;
        return retake_from_syscall(p);
}

static Bool retake_all(int64_t now)
{
        Bool did = 0;

        for (int32_t i = 0; i < load_relaxed(&rt_gomaxprocs); i++)
                did |= retake(rt_allp[i], now);
        int64_t first = rt_timers_next();
        if (first && first <= now)
                p_wake();               /* an idle P steals the timer, if there is one */
        return did;
}

/* As in retake_from_syscall. */
static void inject_from_sysmon(G *list)
{
        rt_lock(&sched.lock);
        sched.nmidlelocked--;
        rt_unlock(&sched.lock);
        inject_list(list);
        rt_lock(&sched.lock);
        sched.nmidlelocked++;
        rt_unlock(&sched.lock);
}

static void poll_if_late(int64_t now)
{
        int64_t last = load_seq(&sched.lastpoll);

        if (!rt_netpoll_inited() || last == 0 || last + POLL_EVERY > now ||
            !__atomic_compare_exchange_n(&sched.lastpoll, &last, now, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
                return;
        G *list = rt_netpoll(0);
        if (list)
                inject_from_sysmon(list);
}

/* Sleep until ns have passed or somebody has a timer that is due earlier. */
static void nap(int64_t now, int64_t ns)
{
        store_seq(&sched.sysmon_until, now + ns);       /* first: who sets a timer after the look at them sees it */
        sched_step();
        int64_t first = rt_timers_next();
        if (first && first - now < ns) {
                ns = first - now > ROUND_MIN ? first - now : ROUND_MIN;
                store_seq(&sched.sysmon_until, now + ns);
        }
        rt_note_tsleep(&sched.sysmonnote, ns);
        rt_note_clear(&sched.sysmonnote);
        store_seq(&sched.sysmon_until, 0);
}

static Bool nothing_runs(void)
{
        return load_seq(&sched.npidle) == (uint32_t)rt_gomaxprocs;
}

static void sysmon_loop(void)
{
        int64_t ns = ROUND_MIN;
        int idle = 0;

        for (;;) {
                int64_t now = rt_nanotime();
                if (idle == 0)
                        ns = ROUND_MIN;
                else if (idle > IDLE_ROUNDS && ns < ROUND_MAX)
                        ns = 2 * ns < ROUND_MAX ? 2 * ns : ROUND_MAX;
                nap(now, ns);
                if (nothing_runs()) {
                        rt_lock(&sched.lock);
                        Bool sleep = nothing_runs();
                        if (sleep)
                                sched.sysmonwait = 1;
                        rt_unlock(&sched.lock);
                        if (sleep) {
                                rt_note_tsleep(&sched.sysmonnote, rt_gcstate.force_period / 2);
                                rt_lock(&sched.lock);
                                sched.sysmonwait = 0;
                                rt_note_clear(&sched.sysmonnote);
                                rt_unlock(&sched.lock);
                                idle = 0;
                        }
                }
                now = rt_nanotime();
                poll_if_late(now);
                idle = retake_all(now) ? 0 : idle + 1;
                G *collector = gc_sysmon(now);
                if (collector)
                        inject_from_sysmon(collector);
        }
}

void sysmon_wake(void)
{
        if (!sched.sysmonwait)
                return;
        sched.sysmonwait = 0;
        rt_note_wakeup(&sched.sysmonnote);
}

void sysmon_start(void)
{
        static uint32_t started;

        m_new_system(&started, sysmon_loop);
}
