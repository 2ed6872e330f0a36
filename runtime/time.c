/* time.c - timers: a four-ary heap by due time, run by the scheduler on g0.
 *
 * A timer is the runtimeTimer inside of a time.Timer or time.Ticker, or one on the stack of a sleeping goroutine.
 * t->pp is 1 + its index while it is pending, so that removing it needs no search.  The heap's array is metadata; the timers
 * in it are roots.  timers.lock guards heap and pending timers; callbacks run without it.
 * A pending time.Sleep makes preemption necessary as much as a second goroutine does: a due timer is somebody to run. */
#include "mheap.h"

static struct {
        RtLock lock;
        GoTimer **heap;
        Uintptr n, cap;
} timers;

static void set_slot(Uintptr i, GoTimer *t)
{
        timers.heap[i] = t;
        t->pp = i + 1;
}

static void sift_up(Uintptr i, GoTimer *t)
{
        while (i > 0) {
                Uintptr parent = (i - 1) / 4;
                if (timers.heap[parent]->when <= t->when)
                        break;
                set_slot(i, timers.heap[parent]);
                i = parent;
        }
        set_slot(i, t);
}

static void sift_down(Uintptr i, GoTimer *t)
{
        for (;;) {
                Uintptr least = 4 * i + 1, end = least + 4 < timers.n ? least + 4 : timers.n;
                if (least >= timers.n)
                        break;
                for (Uintptr c = least + 1; c < end; c++)
                        if (timers.heap[c]->when < timers.heap[least]->when)
                                least = c;
                if (timers.heap[least]->when >= t->when)
                        break;
                set_slot(i, timers.heap[least]);
                i = least;
        }
        set_slot(i, t);
}

static void grow_heap(void)
{
        Uintptr cap = timers.cap ? 2 * timers.cap : 512;
        GoTimer **heap = rt_sysalloc(cap * sizeof *heap);

        rt_stats.other_sys += cap * sizeof *heap;
        if (timers.heap) {
                memcpy(heap, timers.heap, timers.n * sizeof *heap);
                rt_sysfree(timers.heap, timers.cap * sizeof *heap);
                rt_stats.other_sys -= timers.cap * sizeof *heap;
        }
        timers.heap = heap;
        timers.cap = cap;
}

static void insert(GoTimer *t)
{
        if (t->when < 0)
                t->when = INT64_MAX;
        if (timers.n == timers.cap)
                grow_heap();
        sift_up(timers.n++, t);
}

static void take_out(GoTimer *t)
{
        Uintptr i = t->pp - 1;
        GoTimer *last = timers.heap[--timers.n];

        t->pp = 0;
        if (rt_wb_enabled) {            /* the heap of timers is a root that may not have been read yet */
                rt_shade(t);
                rt_shade(t->f);
                rt_shade(t->arg.data);
        }
        if (last == t)
                return;
        if (i > 0 && timers.heap[(i - 1) / 4]->when > last->when)
                sift_up(i, last);
        else
                sift_down(i, last);
}

void rt_timer_add(GoTimer *t)
{
        rt_lock(&timers.lock);
        if (t->pp)
                rt_throw("timer added twice");
        insert(t);
        rt_unlock(&timers.lock);
        rt_preempt_start();
}

Bool rt_timer_del(GoTimer *t)
{
        rt_lock(&timers.lock);
        Bool pending = t->pp != 0;
        if (pending)
                take_out(t);
        rt_unlock(&timers.lock);
        return pending;
}

int64_t rt_timers_next(void)
{
        return timers.n ? timers.heap[0]->when : 0;
}

int64_t rt_timers_run(int64_t now)
{
        for (;;) {
                rt_lock(&timers.lock);
                GoTimer *t = timers.n ? timers.heap[0] : NULL;
                int64_t when = t ? t->when : 0;
                if (!t || when > now) {
                        rt_unlock(&timers.lock);
                        return when;
                }
                const GoFunc *f = t->f;
                GoEface arg = t->arg;
                Uintptr seq = t->seq;
                take_out(t);
                if (t->period > 0) {
                        t->when += t->period * (1 + (now - t->when) / t->period);
                        insert(t);
                }
                rt_unlock(&timers.lock);
                ((void (*)(GoEface, Uintptr, const GoFunc *))f->code)(arg, seq, f);
        }
}

void timers_mark(void)
{
        rt_lock(&timers.lock);
        for (Uintptr i = 0; i < timers.n; i++) {
                GoTimer *t = timers.heap[i];
                gc_mark_pointer((uintptr_t)t);
                gc_mark_pointer((uintptr_t)t->f);
                gc_mark_pointer((uintptr_t)t->arg.data);
        }
        rt_unlock(&timers.lock);
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

static Bool modify(GoTimer *t, int64_t when, int64_t period, const GoFunc *f, GoEface arg, Uintptr seq)
{
        rt_lock(&timers.lock);
        Bool pending = t->pp != 0;
        if (pending)
                take_out(t);
        t->when = when;
        t->period = period;
        rt_storep(&t->f, (void *)f);
        t->arg.type = arg.type;
        rt_storep(&t->arg.data, arg.data);
        t->seq = seq;
        insert(t);
        rt_unlock(&timers.lock);
        return pending;
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
