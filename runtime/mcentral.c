/* mcentral.c - the spans of one span class that no cache holds.
 *
 * A cache that runs dry trades its full span for one with room, paying for the lock once per span instead of once
 * per object.
 * Law: a span in use is in exactly one of: some cache; partial (>= 1 free slot); full.  Each of the two has a swept and
 *   an unswept half, which trade roles when mheap.sweepgen advances by 2.  A span is never handed out unswept.
 *   Spans of class 0 (one large object) are always full.
 * Locking: c->lock guards the lists; mheap.lock may be taken under it, never the reverse.
 * After: Go's mcentral, itself after tcmalloc (Ghemawat and Menage). */
#include "mheap.h"

enum { SWEEP_BUDGET = 100 };            /* full spans to sweep in search of a free slot before taking fresh pages */

static MSpan *take_swept(MCentral *c)
{
        MSpan *s = c->partial[half_swept(mheap.sweepgen)].first;

        if (s)
                spanlist_remove(s);
        return s;
}

/* A span of an unswept list, claimed for sweeping. */
static MSpan *take_unswept(SpanList *l)
{
        for (MSpan *s = l->first; s; s = s->next)
                if (gc_sweep_claim(s)) {
                        spanlist_remove(s);
                        return s;
                }
        return NULL;
}

MSpan *mcentral_cache(MCentral *c)
{
        int unswept = half_unswept(mheap.sweepgen);
        uint32_t class = c->spanclass >> 1;

        rt_lock(&c->lock);
        MSpan *s = take_swept(c);
        if (s) {
                rt_unlock(&c->lock);
                return s;
        }
        for (int i = 0; i < SWEEP_BUDGET; i++) {
                Bool partial = 1;
                s = take_unswept(&c->partial[unswept]);
                if (!s) {
                        s = take_unswept(&c->full[unswept]);
                        partial = 0;
                }
                if (!s)
                        break;
                rt_unlock(&c->lock);
                gc_sweep_span(s, 1, NULL);
                if (partial || s->alloccount < s->nelems)
                        return s;
                rt_lock(&c->lock);
                spanlist_push(&c->full[half_swept(mheap.sweepgen)], s);
        }
        rt_unlock(&c->lock);
        return mheap_alloc(rt_class_npages[class], c->spanclass, rt_class_size[class]);
}

void mcentral_uncache(MCentral *c, MSpan *s)
{
        int half = half_swept(mheap.sweepgen);

        rt_lock(&c->lock);
        __atomic_store_n(&s->sweepgen, mheap.sweepgen, __ATOMIC_RELEASE);
        spanlist_push(s->alloccount == s->nelems ? &c->full[half] : &c->partial[half], s);
        rt_unlock(&c->lock);
}
