/* mcache.c - one P's spans, one for each span class, and the runs of free slots it cuts them into.
 *
 * The fast path (alloc.h) takes slots from a run.  A new run is the next stretch of zeros in the span's allocation
 * bits; for scan classes of small slots it is at most 4 KiB, zeroed here in one go while it is about to be used, its
 * pointer bits cleared.  So in a fragmented heap as in a fresh one most allocations are an addition.
 * Law: between runs, slots below s->freeindex are allocated or in the current run; s->alloccount counts those of
 *   finished runs.  A flushed span's freeindex is back at its first unused slot.
 * A cache belongs to one P and is touched inside sections of the thread that has the P. */
#include "mheap.h"

enum { RUN_BYTES = 4096 };

MSpan mspan_empty;      /* full and without slots: what a cache holds at first */
RT_TLS RtAllocCache *volatile rt_alloccache;
RT_TLS volatile uint32_t rt_allocating;
static RtFixAlloc cache_alloc = { .size = sizeof(MCache) };

MCache *mcache_new(void)
{
        MCache *c = rt_fixalloc(&cache_alloc);

        for (int i = 0; i < RT_NSPANCLASS; i++)
                c->span[i] = &mspan_empty;
        c->stress = rt_gcstate.stress;
        c->nextsample = -1;
        return c;
}

uint64_t mcache_sys(void)
{
        return cache_alloc.sys;
}

/* The run is used up: count its slots. */
static void finish_run(MCache *c, SpanClass spc)
{
        MSpan *s = c->span[spc];
        RtFreeRun *r = &c->a.run[spc];

        if (r->free > c->runstart[spc]) {
                uint32_t n = (uint32_t)(r->free - c->runstart[spc]) / (uint32_t)s->elemsize;
                s->alloccount += n;
                c->supply[spc].allocs += n;
                c->runstart[spc] = r->free;
        }
}

/* n bytes more are to be allocated: do they reach the next sample of the profile?  If not, they are counted. */
static inline Bool reaches_sample(MCache *c, Uintptr n)
{
        Int rate = mprof_rate();

        if (rt_unlikely(rate != c->rate || c->nextsample < 0)) {
                c->rate = rate;
                c->nextsample = mprof_next(rate);
        }
        if (rt_unlikely((int64_t)n > c->nextsample))
                return 1;
        c->nextsample -= (int64_t)n;
        return 0;
}

Bool mcache_sample(MCache *c, Uintptr n)
{
        if (!reaches_sample(c, n))
                return 0;
        c->nextsample = mprof_next(c->rate);
        return 1;
}

/* A sample is among the free slots [i, end) of class spc: the run ends before it, or is it alone. */
static uint32_t cut_at_sample(MCache *c, SpanClass spc, uint32_t i)
{
        uint32_t n = (uint32_t)((Uintptr)c->nextsample / c->span[spc]->elemsize);

        c->nextsample = mprof_next(c->rate);
        if (n == 0) {
                c->sampled = 1;
                return i + 1;
        }
        c->due[spc] = 1;
        return i + n;
}

/* Next stretch of free slots of the cached span, or 0. */
static Bool next_run(MCache *c, SpanClass spc)
{
        MSpan *s = c->span[spc];
        RtFreeRun *r = &c->a.run[spc];
        uint32_t i = s->freeindex, n = s->nelems;
        Bool ahead = !(spc & 1) && s->elemsize <= RT_MAX_BITMAP_SIZE;

        while (i < n) {
                uint64_t w = ~s->allocbits[i >> 6] >> (i & 63);
                if (w) {
                        i += (uint32_t)__builtin_ctzll(w);
                        break;
                }
                i = (i | 63) + 1;
        }
        if (i >= n) {
                s->freeindex = n;
                return 0;
        }
        uint32_t limit = ahead ? i + (uint32_t)(RUN_BYTES / s->elemsize) : n, end = i + 1;
        if (limit > n)
                limit = n;
        Bool due = c->due[spc];
        if (rt_gcstate.stress || due)
                limit = i + 1;
        while (end < limit) {
                uint64_t w = s->allocbits[end >> 6] >> (end & 63);
                if (w) {
                        end += (uint32_t)__builtin_ctzll(w);
                        break;
                }
                end = (end | 63) + 1;
        }
        if (end > limit)
                end = limit;
        if (due) {
                c->due[spc] = 0;
                c->sampled = 1;
        } else if (reaches_sample(c, (end - i) * s->elemsize)) {
                end = cut_at_sample(c, spc, i);
        }
        if (rt_gcstate.phase == GC_MARK) {      /* born black, before marking can take them for objects */
                gc_mark_bits(s, i, end);
                c->work.marked += (end - i) * s->elemsize;
        }
        __atomic_store_n(&s->freeindex, end, __ATOMIC_RELEASE);
        c->runstart[spc] = r->free = s->base + i * s->elemsize;
        r->end = s->base + end * s->elemsize;
        c->supply[spc].runs++;
        if (ahead) {
                if (s->needzero)
                        memset((void *)r->free, 0, r->end - r->free);
                ptrbits_clear(r->free, r->end - r->free);
        }
        return 1;
}

static void drop_span(MCache *c, SpanClass spc)
{
        MSpan *s = c->span[spc];
        RtFreeRun *r = &c->a.run[spc];

        if (s == &mspan_empty)
                return;
        finish_run(c, spc);
        if (r->free < r->end) {
                c->due[spc] = 0;        /* the sample lay behind slots that are not taken now */
                uint32_t end = s->freeindex;
                s->freeindex = span_index(s, r->free);
                if (rt_gcstate.phase == GC_MARK) {      /* the rest was not born */
                        gc_unmark_bits(s, s->freeindex, end);
                        c->work.marked -= (end - s->freeindex) * s->elemsize;
                }
        }
        if (s->alloccount < s->nelems)  /* counted as in use when the cache got the span */
                __atomic_sub_fetch(&rt_gcstate.live, (s->nelems - s->alloccount) * s->elemsize, __ATOMIC_RELAXED);
        r->free = r->end = c->runstart[spc] = 0;
        c->span[spc] = &mspan_empty;
        mcentral_uncache(&mheap.central[spc], s);
}

static Bool refill(MCache *c, SpanClass spc)
{
        drop_span(c, spc);
        MSpan *s = mcentral_cache(&mheap.central[spc]);
        if (!s)
                return 0;
        __atomic_store_n(&s->sweepgen, mheap.sweepgen + 3, __ATOMIC_RELEASE);
        c->span[spc] = s;
        c->supply[spc].refills++;
        Uintptr bytes = (s->nelems - s->alloccount) * s->elemsize;
        c->newbytes += bytes;
        __atomic_add_fetch(&rt_gcstate.live, bytes, __ATOMIC_RELAXED);
        return 1;
}

void *mcache_nextslot(MCache *c, SpanClass spc, Bool *needzero, Bool *refilled)
{
        RtFreeRun *r = &c->a.run[spc];

        if (r->free >= r->end) {
                finish_run(c, spc);
                while (!next_run(c, spc)) {
                        if (!refill(c, spc))
                                return NULL;
                        *refilled = 1;
                }
        }
        *needzero = c->span[spc]->needzero;
        void *p = (void *)r->free;
        r->free += c->span[spc]->elemsize;
        return p;
}

void mcache_account(MCache *c)
{
        for (int i = 0; i < RT_NSPANCLASS; i++) {
                if (c->span[i] != &mspan_empty)
                        finish_run(c, (SpanClass)i);
                ClassStat *st = &rt_stats.class[i];
                st->nmalloc += c->supply[i].allocs;
                st->runs += c->supply[i].runs;
                st->refills += c->supply[i].refills;
                c->supply[i] = (SupplyCount){ 0, 0, 0 };
        }
        rt_stats.tiny_allocs += c->a.tiny_allocs;
        c->a.tiny_allocs = 0;
}

void mcache_flush(MCache *c)
{
        c->a.tiny = c->a.tiny_end = 0;
        for (int i = 0; i < RT_NSPANCLASS; i++)
                drop_span(c, (SpanClass)i);
        mcache_account(c);
}
