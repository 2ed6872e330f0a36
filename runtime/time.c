/* time.c - timers: for each P a four-ary heap by due time, run by the scheduler on g0.
 *
 * A timer is the runtimeTimer inside of a time.Timer or time.Ticker, or one on the stack of a sleeping goroutine.
 * It is put in the heap of the P that sets it, and may be taken out, changed or run by any thread, under that heap's lock.
 * While it is pending t->pp says in which heap it is, and where, so that removing it needs no search.
 * Law: t->pp goes from 0 to non-zero by compare-and-swap of a thread that holds the lock of the heap it names, and is changed and
 *   zeroed under the lock of the heap that it names.  So whoever sees a heap in t->pp, takes its lock and sees it still there owns the timer
 *   until he unlocks; two threads that set one timer at once are put in order by the swap.
 * Lock-free are the looks at t->pp and at h->first only.
 *   - t->pp zero, seen without a lock: the timer is not pending, as whoever zeroed it did so after taking it out, or nobody has set it yet;
 *     the release and acquire on pp carry what its last owner wrote.  A Stop that reads zero beside a Reset of another goroutine comes before it.
 *   - t->pp non-zero names a heap that exists for ever (heaps are never freed), so its lock may be taken; then pp is read again, and stands.
 *     Indices in pp move under the lock and are used under it.
 *   - h->first is stored under the lock, after the heap has its new order, and read for a decision to look or to sleep.  Who sets a timer (1) stores
 *     first, (2) reads lastpoll, polluntil and sysmon_until; who goes to sleep (1) announces until when in those, or gives up its P, (2) reads
 *     first of all heaps.  All are sequentially consistent, so one sees the other.
 * Order: one thread runs a heap's timers by due time.  Two threads that run one heap, or two heaps, at once are in no order with each other.
 * h->first is the first timer's due time, for those who only want to know whether there is something to do.  Callbacks run
 * without locks.  The arrays are metadata; the timers in them are roots. */
#include "scheduler.h"

enum { HEAP_SHIFT = 40 };               /* pp = (heap's number + 1) << HEAP_SHIFT | index */

static TimerHeap *heap_of(Uintptr pp)
{
        return &rt_allp[(pp >> HEAP_SHIFT) - 1]->timers;
}

static void set_slot(TimerHeap *h, Uintptr i, GoTimer *t)
{
        h->slot[i] = t;
        store_release(&t->pp, (Uintptr)(h->id + 1) << HEAP_SHIFT | i);
        if (i == 0)
                store_seq(&h->first, t->when);
}

static void sift_up(TimerHeap *h, Uintptr i, GoTimer *t)
{
        while (i > 0) {
                Uintptr parent = (i - 1) / 4;
                if (h->slot[parent]->when <= t->when)
                        break;
                set_slot(h, i, h->slot[parent]);
                i = parent;
        }
        set_slot(h, i, t);
}

static void sift_down(TimerHeap *h, Uintptr i, GoTimer *t)
{
        for (;;) {
                Uintptr least = 4 * i + 1, end = least + 4 < h->n ? least + 4 : h->n;
                if (least >= h->n)
                        break;
                for (Uintptr c = least + 1; c < end; c++)
                        if (h->slot[c]->when < h->slot[least]->when)
                                least = c;
                if (h->slot[least]->when >= t->when)
                        break;
                set_slot(h, i, h->slot[least]);
                i = least;
        }
        set_slot(h, i, t);
}

static void grow_heap(TimerHeap *h)
{
        Uintptr cap = h->cap ? 2 * h->cap : 512;
        GoTimer **slot = rt_sysalloc(cap * sizeof *slot);

        __atomic_add_fetch(&rt_stats.other_sys, cap * sizeof *slot, __ATOMIC_RELAXED);
        if (h->slot) {
                memcpy(slot, h->slot, h->n * sizeof *slot);
                rt_sysfree(h->slot, h->cap * sizeof *slot);
                __atomic_sub_fetch(&rt_stats.other_sys, h->cap * sizeof *slot, __ATOMIC_RELAXED);
        }
        h->slot = slot;
        h->cap = cap;
}

/* t->pp names h already. */
static void insert(TimerHeap *h, GoTimer *t)
{
        if (t->when <= 0)
                t->when = t->when < 0 ? INT64_MAX : 1;  /* 0 stands for none */
        if (h->n == h->cap)
                grow_heap(h);
        sift_up(h, h->n++, t);
}

/* Leaves t->pp alone. */
static void take_out(TimerHeap *h, GoTimer *t)
{
        Uintptr i = t->pp & (((Uintptr)1 << HEAP_SHIFT) - 1);
        GoTimer *last = h->slot[--h->n];

        if (rt_wb_enabled) {            /* the heap of timers is a root that may not have been read yet */
                rt_shade(t);
                rt_shade(t->f);
                rt_shade(t->arg.data);
        }
        if (last != t) {
                if (i > 0 && h->slot[(i - 1) / 4]->when > last->when)
                        sift_up(h, i, last);
                else
                        sift_down(h, i, last);
        }
        if (h->n == 0)
                store_seq(&h->first, 0);
}

/* The heap that t is pending in, locked; NULL: it is not pending. */
static TimerHeap *lock_heap_of(GoTimer *t)
{
        for (Uintptr pp; (pp = load_acquire(&t->pp));) {
                TimerHeap *h = heap_of(pp);
                sched_step();
                rt_lock(&h->lock);
                if ((pp = load_acquire(&t->pp)) && heap_of(pp) == h)
                        return h;
                rt_unlock(&h->lock);
        }
        return NULL;
}

/* Locks the current P's heap and claims t, which is not pending, for it; NULL: somebody else did. */
static TimerHeap *claim(GoTimer *t)
{
        rt_section_enter();             /* stay on this P until its heap is locked */
        TimerHeap *h = &getg()->m->p->timers;
        rt_lock(&h->lock);
        rt_section_leave();
        Uintptr none = 0;
        if (__atomic_compare_exchange_n(&t->pp, &none, (Uintptr)(h->id + 1) << HEAP_SHIFT, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
                return h;
        rt_unlock(&h->lock);
        return NULL;
}

/* Somebody must wait for a timer that is due at when: the thread in the poller, or sysmon if all Ps are busy. */
void timers_wake(int64_t when)
{
        sched_step();
        if (load_seq(&sched.lastpoll) == 0) {
                sched_step();
                int64_t until = load_seq(&sched.polluntil);
                if (until == 0 || until > when)
                        rt_netpoll_break();
        }
        if (when < load_seq(&sched.sysmon_until))
                rt_note_wakeup(&sched.sysmonnote);
}

/* h is unlocked; t was just put in it. */
static void unlock_and_wake(TimerHeap *h, GoTimer *t)
{
        int64_t when = t->when;
        Bool first = h->slot[0] == t;

        rt_unlock(&h->lock);
        if (first)
                timers_wake(when);
}

void rt_timer_add(GoTimer *t)
{
        rt_netpoll_init();
        sysmon_start();
        TimerHeap *h = claim(t);
        if (!h)
                rt_throw("timer added twice");
        insert(h, t);
        unlock_and_wake(h, t);
}

Bool rt_timer_del(GoTimer *t)
{
        TimerHeap *h = lock_heap_of(t);

        if (!h)
                return 0;
        take_out(h, t);
        store_release(&t->pp, 0);
        rt_unlock(&h->lock);
        return 1;
}

int64_t rt_timers_next(void)
{
        int64_t next = 0;

        for (int32_t i = 0; i < load_relaxed(&rt_gomaxprocs); i++) {
                int64_t first = load_seq(&rt_allp[i]->timers.first);
                if (first && (!next || first < next))
                        next = first;
        }
        return next;
}

int64_t rt_timers_run(TimerHeap *h, int64_t now)
{
        for (;;) {
                rt_lock(&h->lock);
                GoTimer *t = h->n ? h->slot[0] : NULL;
                int64_t when = t ? t->when : 0;
                if (!t || when > now) {
                        rt_unlock(&h->lock);
                        return when;
                }
                const GoFunc *f = t->f;
                GoEface arg = t->arg;
                Uintptr seq = t->seq;
                take_out(h, t);
                if (t->period > 0) {
                        t->when += t->period * (1 + (now - t->when) / t->period);
                        insert(h, t);
                        when = t->when;
                } else {
                        store_release(&t->pp, 0);
                        when = 0;
                }
                rt_unlock(&h->lock);
                sched_step();
                if (when)
                        timers_wake(when);
                ((void (*)(GoEface, Uintptr, const GoFunc *))f->code)(arg, seq, f);
        }
}

void timers_move(P *from)
{
        TimerHeap *h = &from->timers, *to = &getg()->m->p->timers;

        while (h->n > 0) {
                GoTimer *t = h->slot[h->n - 1];
                take_out(h, t);
                insert(to, t);
        }
}

void timers_mark(void)
{
        for (int32_t k = 0; k < rt_nheaps; k++) {
                TimerHeap *h = &rt_allp[k]->timers;
                rt_lock(&h->lock);
                for (Uintptr i = 0; i < h->n; i++) {
                        GoTimer *t = h->slot[i];
                        gc_mark_pointer((uintptr_t)t);
                        gc_mark_pointer((uintptr_t)t->f);
                        gc_mark_pointer((uintptr_t)t->arg.data);
                }
                rt_unlock(&h->lock);
        }
}

/* ---- sleeping ------------------------------------------------------------------------------------------------------ */

static void wake_sleeper(GoEface arg, Uintptr seq, const GoFunc *self)
{
        (void)seq, (void)self;
        rt_goready(arg.data);
}

static const GoFunc wake_sleeper_f = { (void *)wake_sleeper };

static Bool start_sleep(G *g, void *t)
{
        (void)g;
        rt_timer_add(t);
        return 1;
}

void rt_timesleep(int64_t ns)
{
        if (ns <= 0)
                return;
        int64_t when = rt_nanotime() + ns;
        GoTimer t = { .when = when < 0 ? INT64_MAX : when, .f = &wake_sleeper_f, .arg = { NULL, getg() } };
        rt_gopark(start_sleep, &t, "sleep");
}

/* ---- hooks of package time -------------------------------------------------------------------------------------------- */

void time$Sleep(int64_t ns)
{
        rt_timesleep(ns);
}

void time$startTimer(GoTimer *t)
{
        rt_timer_add(t);
}

Bool time$stopTimer(GoTimer *t)
{
        return rt_timer_del(t);
}

static void set_timer(GoTimer *t, int64_t when, int64_t period, const GoFunc *f, GoEface arg, Uintptr seq)
{
        t->when = when;
        t->period = period;
        rt_storep(&t->f, (void *)f);
        t->arg.type = arg.type;
        rt_storep(&t->arg.data, arg.data);
        t->seq = seq;
}

/* A pending timer stays in its heap.  Returns whether it was pending. */
static Bool modify(GoTimer *t, int64_t when, int64_t period, const GoFunc *f, GoEface arg, Uintptr seq)
{
        TimerHeap *h;

        rt_netpoll_init();
        sysmon_start();
        for (;;) {
                Bool pending = (h = lock_heap_of(t)) != NULL;
                if (pending)
                        take_out(h, t);
                else if (!(h = claim(t)))
                        continue;
                set_timer(t, when, period, f, arg, seq);
                insert(h, t);
                unlock_and_wake(h, t);
                return pending;
        }
}

Bool time$resetTimer(GoTimer *t, int64_t when)
{
        return modify(t, when, t->period, t->f, t->arg, t->seq);
}

void time$modTimer(GoTimer *t, int64_t when, int64_t period, const GoFunc *f, GoEface arg, Uintptr seq)
{
        modify(t, when, period, f, arg, seq);
}

typedef struct TimeNow { int64_t r0; int32_t r1; int64_t r2; } TimeNow;

TimeNow time$now(void)
{
        TimeNow n;

        rt_walltime(&n.r0, &n.r1);
        n.r2 = rt_nanotime();
        return n;
}

int64_t runtime$nanotime(void)        /* what time and internal/poll link to */
{
        return rt_nanotime();
}
