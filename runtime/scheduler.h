/* scheduler.h - the scheduler's inside, shared by the files that it is made of.
 *
 *      runq.c      who waits for a processor: a ring per P, one global queue
 *      sched.c     switching stacks, parking and readying, picking what runs next, birth and death of goroutines
 *      threads.c   Ms: made, parked, woken, handed a P; LockOSThread
 *      world.c     stopping everything or one goroutine; GOMAXPROCS; deadlock
 *      sysmon.c    the thread that watches: long system calls, long time slices, late timers, the network
 *      preempt.c   the signal that takes a goroutine off its thread
 *      proc.c      start, system calls
 * After: Go's scheduler (runtime/proc.go), itself after Vyukov, "Scalable Go Scheduler Design" (2012). */
#ifndef MINIGO_SCHEDULER_H
#define MINIGO_SCHEDULER_H

#include "mheap.h"
#include <signal.h>

#define load_relaxed(p)     __atomic_load_n(p, __ATOMIC_RELAXED)
#define load_acquire(p)     __atomic_load_n(p, __ATOMIC_ACQUIRE)
#define load_seq(p)         __atomic_load_n(p, __ATOMIC_SEQ_CST)
#define store_relaxed(p, v) __atomic_store_n(p, v, __ATOMIC_RELAXED)
#define store_release(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)
#define store_seq(p, v)     __atomic_store_n(p, v, __ATOMIC_SEQ_CST)

/* Between the steps of a protocol between threads.  Built with RT_DELAYS (meson's -Ddelays=true, and test_sched_delays) it takes a random
 * time there, so that rare interleavings become common. */
#ifdef RT_DELAYS
void sched_step(void);
#else
static inline void sched_step(void) {}
#endif

static inline Bool cas32(uint32_t *p, uint32_t old, uint32_t v)
{
        return __atomic_compare_exchange_n(p, &old, v, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
}

typedef struct GQueue { G *head, *tail; int32_t n; } GQueue;   /* through schedlink */

typedef struct Sched {
        RtLock   lock;                  /* guards what is not said to be atomic */
        /* threads */
        M       *midle;
        int32_t  nmidle;                /* in midle */
        int32_t  nmidlelocked;          /* parked until their locked g is run by somebody */
        int32_t  nmsys;                 /* sysmon, template thread: not counted for deadlock */
        int32_t  nm;                    /* alive */
        /* processors */
        P       *pidle;
        uint32_t npidle;                /* in pidle; written under lock, read by anybody */
        uint32_t nmspinning;            /* atomic */
        GQueue   runq;                  /* the global queue; n is read by anybody */
        /* dead goroutines */
        RtLock   gfree_lock;
        G       *gfree;
        Int      ngfree;                /* read by anybody */
        /* stopping */
        uint32_t gcwaiting;             /* atomic: Ps are to stop */
        int32_t  stopwait;              /* Ps that have not yet */
        RtNote   stopnote;
        int64_t  stopbegan;             /* when; of the stop under way or the last one */
        uint32_t worldsema;             /* 1: free; held from stop to start */
        Bool     freezing;              /* the program is dying */
        /* watching */
        Bool     sysmonwait;            /* asleep until there is something to watch; read by anybody */
        RtNote   sysmonnote;
        int64_t  sysmon_until;          /* atomic: sysmon looks again then at the latest */
        int64_t  lastpoll;              /* atomic: when the network was polled last; 0: a thread waits there now */
        int64_t  polluntil;             /* atomic: that thread waits until then; 0: forever */
} Sched;
extern Sched sched;
extern M *rt_allms;                     /* through alllink; never unlinked */
extern int32_t rt_nheaps;               /* Ps ever made, each with its timers: rt_allp[0..rt_nheaps) */

/* ---- statuses ---- */
static inline void g_cas(G *g, uint32_t from, uint32_t to)
{
        if (rt_unlikely(!cas32(&g->status, from, to)))
                rt_throw("goroutine is not in the state that it should leave");
}

/* ---- runq.c ---- */
void runq_put(P *p, G *g, Bool next);   /* owner only; next: goes first, what went first goes last */
void runq_put_batch(P *p, GQueue *q);   /* owner only; empties q */
G   *runq_get(P *p, Bool *inherit);     /* owner only; *inherit: in the rest of the time slice */
G   *runq_steal(P *p, P *from, Bool runnext);   /* half of from's queue; one is returned, the others go to p's */
Bool runq_empty(P *p);
void gqueue_push(GQueue *q, G *g);
G   *gqueue_pop(GQueue *q);
void gqueue_append(GQueue *q, GQueue *tail);    /* empties tail */
void globrunq_put(G *g);                /* sched.lock held for these */
void globrunq_put_head(G *g);
G   *globrunq_get(P *p, int32_t max);   /* one, and p's share of the others (at most max; 0: no limit) goes to p's ring */
P   *pidle_get(void);
void pidle_put(P *p);

/* ---- sched.c ---- */
void rt_execute(G *g, Bool inherit) __attribute__((noreturn));
void g_drop(M *m);                      /* m and its curg part */
void inject_list(G *list);              /* ready each of a schedlink list, wake Ps for them; with or without a P, on g0 */
G   *gfree_get(P *p);
void gfree_flush(P *p);
Bool queues_hold_work(void);            /* does any P's, or the collector? */

/* ---- threads.c ---- */
void p_acquire(P *p);                   /* the current M gets p */
P   *p_release(void);
void m_start(P *p, Bool spinning);      /* some M runs p (NULL: an idle one, if there is one); spinning: the caller has counted it */
void m_stop(void);                      /* park the current M until it is given a P */
void p_handoff(P *p);                   /* from a system call or a locked M: somebody else runs p, or it becomes idle */
void p_wake(void);                      /* one more P tries to find work */
void m_stop_locked(void);               /* park until the locked g is runnable */
void m_lock_internal(void);             /* LockOSThread, for the runtime */
void m_unlock_internal(void);
void m_start_locked(G *g);              /* hand the current P to g's M, and park */
void m_exit(void) __attribute__((noreturn));
void m_altstack(const M *m, stack_t *st);       /* where m's signals but SIGURG are handled */
void m_new(P *p, void (*startfn)(void), Bool spinning); /* a thread with p, or without one for startfn; counted in nm already */
void m_new_system(uint32_t *started, void (*startfn)(void));    /* once: a thread without a P, which is not counted for deadlock */
extern M m0;                            /* the process's first thread */
extern int32_t rt_maxthreads;           /* runtime/debug.SetMaxThreads */
void m_making_stop(void);               /* until m_making_go no thread is made: before an exec, or a system call on all threads */
void m_making_go(void);

/* ---- world.c ---- */
void world_wait(void);                  /* gcwaiting is set: stop, and come back with a P */
void check_deadlock(void);              /* sched.lock held: an M is about to sleep */
void procs_resize(int32_t n);           /* world stopped, or at start */
int32_t procs_wanted(void);             /* $GOMAXPROCS, or the number of CPUs */
void world_freeze(void);                /* dying: stop the others, as far as they can be */

/* ---- sysmon.c ---- */
void sysmon_start(void);                /* once; before there is anything to watch */
void sysmon_wake(void);                 /* sched.lock held: if sysmonwait */
void m_preempt(M *m);                   /* send the signal */
Bool p_preempt(P *p);                   /* ask p's goroutine to yield */
void procs_preempt(void);

/* ---- time.c ---- */
void timers_move(P *from);              /* from goes out of use: its timers to the current P's heap; world stopped */
void timers_wake(int64_t when);         /* a timer is due then: somebody must wait for it */

#endif
