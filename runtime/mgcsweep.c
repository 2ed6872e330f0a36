/* mgcsweep.c - making dead slots free again, lazily.
 *
 * A collection only advances mheap.sweepgen by 2, which makes every span unswept.  A span is swept by whoever needs it:
 * a cache looking for slots, the heap looking for pages, runtime.GC, the next collection before it starts, or else by the
 * sweeper, a goroutine that does a few spans between turns of the others.  After a long cycle it is
 * readied at once, after a short one it runs on Ps that have nothing else to do, and wakes one only some time later: a program with a small heap and much garbage has swept by itself what it uses again by then, its
 * spans never leave its processor's cache, and no thread is woken several thousand times a second.
 * It begins with the large objects, as one of them can matter more than all the rest, and ends by giving surplus pages back to the OS,
 * at a hundredth of a processor.
 * Sweeping trades the bits: the marks become the allocation bits, so the cost is a few words a span and no object is touched.
 * A span without marks gives its pages back.
 * Claiming a span is a compare-and-swap of its sweepgen; its list is then left under the central's lock. */
#include "scheduler.h"

enum { POISON = 0xdb };

Bool gc_sweep_claim(MSpan *s)
{
        uint32_t unswept = mheap.sweepgen - 2;

        return s->sweepgen == unswept &&
               __atomic_compare_exchange_n(&s->sweepgen, &unswept, unswept + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

static uint32_t count_marks(const MSpan *s)
{
        uint32_t n = 0;

        for (uint32_t i = 0; i < (s->nelems + 63) / 64; i++)
                n += count_bits(s->markbits[i]);
        return n;
}

static void poison_dead(MSpan *s)
{
        for (uint32_t i = 0; i < s->nelems; i++)
                if (!bit_get(s->markbits, i) && !span_slot_is_free(s, i))
                        memset((void *)(s->base + i * s->elemsize), POISON, s->elemsize);
}

void gc_sweep_span(MSpan *s, Bool keep, Uintptr *freed_pages)
{
        ClassStat *st = &rt_stats.class[s->spanclass];
        if (s->finalizers)
                finalizers_sweep(s);
        if (s->sampled)
                mprof_sweep(s);
        uint32_t live = count_marks(s);

        if (live > s->alloccount)
                rt_throw("sweep: more slots marked than allocated");
        if (rt_gcstate.poison)
                poison_dead(s);
        __atomic_add_fetch(&st->nfree, s->alloccount - live, __ATOMIC_RELAXED);
        if (s->spanclass >> 1 == 0 && live == 0)
                __atomic_add_fetch(&rt_stats.large_free_bytes, span_bytes(s), __ATOMIC_RELAXED);
        uint64_t *marks = s->markbits;
        s->markbits = s->allocbits;
        s->allocbits = marks;
        memset(s->markbits, 0, (s->nelems + 63) / 64 * 8);
        s->freeindex = 0;
        s->alloccount = live;
        s->needzero = 1;
        __atomic_store_n(&s->sweepgen, mheap.sweepgen, __ATOMIC_RELEASE);
        if (keep)
                return;
        if (live == 0) {
                if (freed_pages)
                        *freed_pages += s->npages;
                mheap_free(s);
                return;
        }
        MCentral *c = &mheap.central[s->spanclass];
        int half = half_swept(mheap.sweepgen);
        rt_lock(&c->lock);
        spanlist_push(live == s->nelems ? &c->full[half] : &c->partial[half], s);
        rt_unlock(&c->lock);
}

static void leave_list(MSpan *s)
{
        MCentral *c = &mheap.central[s->spanclass];

        rt_lock(&c->lock);
        spanlist_remove(s);
        rt_unlock(&c->lock);
}

/* The next span that may be unswept, claimed and off its list; NULL: there is none. */
static MSpan *claim_next(void)
{
        for (;;) {
                if (mheap.sweepnext == 0)
                        return NULL;
                rt_lock(&mheap.lock);
                if (mheap.sweepnext > mheap.nspans)
                        mheap.sweepnext = mheap.nspans;
                MSpan *s = mheap.sweepnext ? mheap.allspans[--mheap.sweepnext] : NULL;
                Bool mine = s && gc_sweep_claim(s);
                rt_unlock(&mheap.lock);
                if (mine) {
                        leave_list(s);
                        return s;
                }
        }
}

/* From claim to the end of the sweep is one section: so no span is half swept when the world stops. */
Bool gc_sweep_one(Uintptr *freed_pages)
{
        rt_section_enter();
        MSpan *s = claim_next();
        if (s)
                gc_sweep_span(s, 0, freed_pages);
        rt_section_leave();
        return s != NULL;
}

static Bool sweep_one_large(SpanClass spc)
{
        MCentral *c = &mheap.central[spc];

        rt_section_enter();
        rt_lock(&c->lock);
        MSpan *s = c->full[half_unswept(mheap.sweepgen)].first;
        if (s && gc_sweep_claim(s))
                spanlist_remove(s);
        else
                s = NULL;
        rt_unlock(&c->lock);
        if (s)
                gc_sweep_span(s, 0, NULL);
        rt_section_leave();
        return s != NULL;
}

void gc_sweep_large(void)
{
        for (SpanClass spc = 0; spc < 2; spc++)
                while (sweep_one_large(spc))
                        ;
}

void gc_sweep_finish(void)
{
        gc_sweep_large();
        while (gc_sweep_one(NULL))
                ;
}

/* ---- the sweeper ------------------------------------------------------------------------------------------------- */

/* `due` is set by a P that runs, which looks at it when it becomes idle, as does the one that the sweeper parks on; until then sysmon
 * looks, which sleeps only while all Ps are idle.  So a due sweeper that nobody takes is one that still runs, and its P looks later.
 * Whoever swaps `parked` readies it. */
enum { SWEEPER_DELAY = 1000000, SWEEPER_DELAY_MAX = 10000000 };      /* ns */

static struct {
        G *g;
        uint32_t parked;                /* g may be taken to be readied */
        uint32_t due;                   /* a cycle has ended since it last began */
        int64_t since;                  /* the first such cycle's end */
} sweeper;

static Bool sweeper_park(G *g, void *unused)
{
        (void)unused;
        sweeper.g = g;
        __atomic_store_n(&sweeper.parked, 1, __ATOMIC_RELEASE);
        return 1;
}

/* The next cycle will need the pages that the last one did, which are more than the goal where garbage leaves holes, and in proportion to
 * the goal if that grew.  If the goal shrank they stay for one cycle more: a goal that goes up and down would have the same pages
 * given back and faulted in again. */
Uintptr gc_surplus_pages(void)
{
        const GcState *gc = &rt_gcstate;
        uint64_t goal = gc->goal, have = mheap.inuse_pages + mheap.pages.nfree_dirty;

        if (goal == UINT64_MAX)
                return 0;
        double want = (double)(goal >> PAGE_SHIFT), last = (double)gc->lastpages;
        if (gc->memory_limit == INT64_MAX) {
                if (goal > gc->lastgoal && gc->lastgoal)
                        last *= (double)goal / (double)gc->lastgoal;
                if (want < last)
                        want = last;
        }
        want *= 1.1;
        return (double)have > want ? have - (uint64_t)want : 0;
}

static void scavenge_surplus(void)
{
        enum { BATCH = 32, MIN_PAUSE_NS = 1000000 };

        while (!__atomic_load_n(&sweeper.due, __ATOMIC_RELAXED) && gc_surplus_pages() > 0) {
                int64_t t = rt_nanotime();
                if (mheap_scavenge(BATCH) == 0)
                        break;
                t = 99 * (rt_nanotime() - t);
                rt_timesleep(t < MIN_PAUSE_NS ? MIN_PAUSE_NS : t);
        }
}

static void sweep_all(const GoFunc *self)
{
        enum { TURN = 16 };

        (void)self;
        for (;;) {
                rt_gopark(sweeper_park, NULL, "GC sweep wait");
                gc_sweep_large();
                for (int i = 1; gc_sweep_one(NULL); i++)
                        if (i % TURN == 0)
                                rt_goyield();
                while (grey_free_one())
                        ;
                while (rt_stacks_cool_one())
                        ;
                scavenge_surplus();
        }
}

static const GoFunc sweep_all_f = { (void *)sweep_all };

void gc_make_sweeper(void)
{
        rt_newproc(&sweep_all_f, 0, 1);
}

static G *take_sweeper(void)
{
        uint32_t parked = 1;

        if (!__atomic_compare_exchange_n(&sweeper.parked, &parked, 0, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
                return NULL;
        __atomic_store_n(&sweeper.due, 0, __ATOMIC_RELAXED);
        sweeper.g->schedlink = NULL;
        return sweeper.g;
}

void gc_sweeper_due(int64_t now)
{
        if (!__atomic_load_n(&sweeper.due, __ATOMIC_RELAXED)) {
                __atomic_store_n(&sweeper.since, now, __ATOMIC_RELAXED);
                __atomic_store_n(&sweeper.due, 1, __ATOMIC_RELEASE);
        }
        G *g = rt_gcstate.alone ? NULL : take_sweeper();
        if (g)
                rt_goready(g);
}

G *gc_sweeper_for_idle(void)
{
        if (rt_likely(!__atomic_load_n(&sweeper.due, __ATOMIC_ACQUIRE)))
                return NULL;
        G *g = take_sweeper();
        if (!g)
                return NULL;
        g->waitreason = NULL;
        g_cas(g, G_WAITING, G_RUNNABLE);
        return g;
}

G *gc_sweeper_overdue(int64_t now)
{
        if (!__atomic_load_n(&sweeper.due, __ATOMIC_ACQUIRE))
                return NULL;
        if (now - __atomic_load_n(&rt_gcstate.t_end, __ATOMIC_RELAXED) < SWEEPER_DELAY &&
            now - __atomic_load_n(&sweeper.since, __ATOMIC_RELAXED) < SWEEPER_DELAY_MAX)
                return NULL;
        return take_sweeper();
}
