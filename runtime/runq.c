/* runq.c - goroutines that wait for a processor.
 *
 * Each P has a ring of 256 places and one place in front of it, runnext.  What does not fit goes, half the ring at a time, to the
 * global queue, which is a list under sched.lock; a P that is idle takes half of another's ring.
 *
 * The ring is lock-free, with one producer and many consumers:
 *   - runqtail is written by the P's owner alone; the places [head, tail) are full.
 *   - Whoever takes goroutines out, owner or thief, first reads head (acquire), then tail (acquire), copies the places, and then moves
 *     head by compare-and-swap (release).  head never goes back, and the places [head, tail) are not overwritten while head stands,
 *     as the producer fills a place only when tail - head < 256 for a head that it read.  So if the swap succeeds nobody
 *     else took them and what was copied was there; if it fails the copy is thrown away.  (head is 32 bits wide: the swap could be deceived
 *     only if 2^32 goroutines passed between the thief's two instructions.)
 *   - The producer writes the place before it stores tail (release); a consumer that sees the tail sees the place, and what the
 *     goroutine wrote before it became runnable.  The producer reads head with acquire, so that a consumer's reads of a place come
 *     before the producer's overwriting it.
 *   - A thief may read head and then a tail that is more than 256 ahead, when both moved meanwhile: it sees more than
 *     half of a ring, and looks again.
 *   runnext is one word, taken by compare-and-swap; only the owner makes it non-NULL.
 * The places are read and written with relaxed atomics, as a failing thief's copy may race with the producer. */
#include "scheduler.h"

/* ---- lists ------------------------------------------------------------------------------------------------------ */

void gqueue_push(GQueue *q, G *g)
{
        g->schedlink = NULL;
        if (q->tail)
                q->tail->schedlink = g;
        else
                q->head = g;
        q->tail = g;
        store_relaxed(&q->n, q->n + 1);
}

G *gqueue_pop(GQueue *q)
{
        G *g = q->head;

        if (!g)
                return NULL;
        q->head = g->schedlink;
        if (!q->head)
                q->tail = NULL;
        store_relaxed(&q->n, q->n - 1);
        return g;
}

void gqueue_append(GQueue *q, GQueue *tail)
{
        if (!tail->head)
                return;
        if (q->tail)
                q->tail->schedlink = tail->head;
        else
                q->head = tail->head;
        q->tail = tail->tail;
        store_relaxed(&q->n, q->n + tail->n);
        *tail = (GQueue){ NULL, NULL, 0 };
}

/* ---- the ring ----------------------------------------------------------------------------------------------------- */

static Bool move_head(P *p, uint32_t from, uint32_t n)
{
        return __atomic_compare_exchange_n(&p->runqhead, &from, from + n, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

/* The ring is full, with head at h: half of it, and g, go to the global queue.  0: a thief was faster. */
static Bool spill(P *p, G *g, uint32_t h)
{
        G *batch[P_RUNQ / 2];
        GQueue q = { NULL, NULL, 0 };

        for (uint32_t i = 0; i < P_RUNQ / 2; i++)
                batch[i] = load_relaxed(&p->runq[(h + i) % P_RUNQ]);
        if (!move_head(p, h, P_RUNQ / 2))
                return 0;
        for (uint32_t i = 0; i < P_RUNQ / 2; i++)
                gqueue_push(&q, batch[i]);
        gqueue_push(&q, g);
        rt_lock(&sched.lock);
        gqueue_append(&sched.runq, &q);
        rt_unlock(&sched.lock);
        return 1;
}

void runq_put(P *p, G *g, Bool next)
{
        sched_step();
        if (next) {
                g = __atomic_exchange_n(&p->runnext, g, __ATOMIC_ACQ_REL);
                if (!g)
                        return;
        }
        for (;;) {
                uint32_t h = load_acquire(&p->runqhead), t = p->runqtail;
                if (t - h < P_RUNQ) {
                        store_relaxed(&p->runq[t % P_RUNQ], g);
                        sched_step();
                        store_release(&p->runqtail, t + 1);
                        return;
                }
                if (spill(p, g, h))
                        return;
        }
}

void runq_put_batch(P *p, GQueue *q)
{
        uint32_t h = load_acquire(&p->runqhead), t = p->runqtail;

        for (; q->head && t - h < P_RUNQ; t++)
                store_relaxed(&p->runq[t % P_RUNQ], gqueue_pop(q));
        store_release(&p->runqtail, t);
        if (!q->head)
                return;
        rt_lock(&sched.lock);
        gqueue_append(&sched.runq, q);
        rt_unlock(&sched.lock);
}

/* With many goroutines in the ring none of them is in the cache: fetch one that comes later, and the frames of one that comes sooner, which
 * was fetched before.  Goroutines are never given back, so a place that a thief has emptied meanwhile may be read, too. */
static void prefetch_ring(const P *p, uint32_t h)
{
        enum { SOON = 2, LATER = 4 };

        if (p->runqtail - h <= LATER)
                return;
        const G *later = load_relaxed(&p->runq[(h + LATER) % P_RUNQ]), *soon = load_relaxed(&p->runq[(h + SOON) % P_RUNQ]);
        __builtin_prefetch(later);
        __builtin_prefetch((const char *)later + 64);
        const char *sp = load_relaxed(&soon->sp);
        __builtin_prefetch(sp);
        __builtin_prefetch(sp + 64);
        __builtin_prefetch(sp + 128);
}

G *runq_get(P *p, Bool *inherit)
{
        G *next = load_relaxed(&p->runnext);

        /* Only thieves make it NULL behind our back. */
        if (next && __atomic_compare_exchange_n(&p->runnext, &next, NULL, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
                *inherit = 1;
                return next;
        }
        *inherit = 0;
        for (;;) {
                uint32_t h = load_acquire(&p->runqhead);
                if (h == p->runqtail)
                        return NULL;
                G *g = load_relaxed(&p->runq[h % P_RUNQ]);
                sched_step();
                if (move_head(p, h, 1)) {
                        prefetch_ring(p, h);
                        return g;
                }
        }
}

/* Half of from's ring, copied behind p's tail; p's owner.  Returns how many. */
static uint32_t grab(P *p, P *from, Bool runnext)
{
        uint32_t at = p->runqtail;

        for (;;) {
                uint32_t h = load_acquire(&from->runqhead), t = load_acquire(&from->runqtail), n = t - h;
                n -= n / 2;
                if (n == 0) {
                        G *next = runnext ? load_relaxed(&from->runnext) : NULL;
                        if (!next)
                                return 0;
                        /* The one that readied it will most often sleep at once and run it itself: give it time to. */
                        if (load_relaxed(&from->status) == P_RUNNING)
                                rt_usleep(3);
                        if (!__atomic_compare_exchange_n(&from->runnext, &next, NULL, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
                                continue;
                        store_relaxed(&p->runq[at % P_RUNQ], next);
                        return 1;
                }
                if (n > P_RUNQ / 2)
                        continue;
                for (uint32_t i = 0; i < n; i++)
                        store_relaxed(&p->runq[(at + i) % P_RUNQ], load_relaxed(&from->runq[(h + i) % P_RUNQ]));
                sched_step();
                if (move_head(from, h, n))
                        return n;
        }
}

G *runq_steal(P *p, P *from, Bool runnext)
{
        uint32_t n = grab(p, from, runnext), t = p->runqtail;

        if (n == 0)
                return NULL;
        G *g = load_relaxed(&p->runq[(t + n - 1) % P_RUNQ]);
        if (n > 1)
                store_release(&p->runqtail, t + n - 1);
        return g;
}

/* A goroutine kicked from runnext into the ring must not be missed: runnext is read between two looks at an unchanged tail. */
Bool runq_empty(P *p)
{
        for (;;) {
                uint32_t h = load_acquire(&p->runqhead), t = load_acquire(&p->runqtail);
                G *next = load_acquire(&p->runnext);
                sched_step();
                if (t == load_acquire(&p->runqtail))
                        return h == t && !next;
        }
}

/* ---- the global queue, idle Ps: sched.lock held -------------------------------------------------------------------- */

void globrunq_put(G *g)
{
        gqueue_push(&sched.runq, g);
}

void globrunq_put_head(G *g)
{
        g->schedlink = sched.runq.head;
        sched.runq.head = g;
        if (!sched.runq.tail)
                sched.runq.tail = g;
        store_relaxed(&sched.runq.n, sched.runq.n + 1);
}

G *globrunq_get(P *p, int32_t max)
{
        int32_t n = sched.runq.n / rt_gomaxprocs + 1;

        if (n > sched.runq.n)
                n = sched.runq.n;
        if (max > 0 && n > max)
                n = max;
        if (n > P_RUNQ / 2)
                n = P_RUNQ / 2;
        if (n == 0)
                return NULL;
        G *g = gqueue_pop(&sched.runq);
        while (--n > 0)
                runq_put(p, gqueue_pop(&sched.runq), 0);
        return g;
}

void pidle_put(P *p)
{
        if (!runq_empty(p))
                rt_throw("pidle_put: P has a non-empty run queue");
        p->link = sched.pidle;
        sched.pidle = p;
        store_seq(&sched.npidle, sched.npidle + 1);
}

P *pidle_get(void)
{
        P *p = sched.pidle;

        if (p) {
                sched.pidle = p->link;
                store_seq(&sched.npidle, sched.npidle - 1);
        }
        return p;
}
