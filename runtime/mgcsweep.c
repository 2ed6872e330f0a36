/* mgcsweep.c - making dead slots free again, lazily.
 *
 * A collection only advances mheap.sweepgen by 2, which makes every span unswept.  A span is swept by whoever needs it:
 * a cache looking for slots, the heap looking for pages, the next collection, or runtime.GC.  Sweeping trades the bits: the
 * marks become the allocation bits, so the cost is a few words a span and no object is touched.  A span without marks
 * gives its pages back.  Large objects are swept at once, as one of them can matter more than all the rest.
 * Claiming a span is a compare-and-swap of its sweepgen; its list is then left under the central's lock. */
#include "mheap.h"

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

Bool gc_sweep_one(Uintptr *freed_pages)
{
        for (;;) {
                if (mheap.sweepnext == 0)
                        return 0;
                rt_lock(&mheap.lock);
                if (mheap.sweepnext > mheap.nspans)
                        mheap.sweepnext = mheap.nspans;
                MSpan *s = mheap.sweepnext ? mheap.allspans[--mheap.sweepnext] : NULL;
                Bool mine = s && gc_sweep_claim(s);
                rt_unlock(&mheap.lock);
                if (!mine)
                        continue;
                leave_list(s);
                gc_sweep_span(s, 0, freed_pages);
                return 1;
        }
}

void gc_sweep_finish(void)
{
        while (gc_sweep_one(NULL))
                ;
}

void gc_sweep_large(void)
{
        for (SpanClass spc = 0; spc < 2; spc++) {
                MCentral *c = &mheap.central[spc];
                SpanList *l = &c->full[half_unswept(mheap.sweepgen)];
                for (;;) {
                        rt_lock(&c->lock);
                        MSpan *s = l->first;
                        if (s && gc_sweep_claim(s))
                                spanlist_remove(s);
                        else
                                s = NULL;
                        rt_unlock(&c->lock);
                        if (!s)
                                break;
                        gc_sweep_span(s, 0, NULL);
                }
        }
}
