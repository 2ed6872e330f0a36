/* mverify.c - the heap's laws, checked: under GODEBUG=gcverify=1 and gcstress=N after every mark, and by the unit tests.
 *
 * Every span is where the span table says, its counts agree with its bits, every marked object is allocated, and whatever a
 * marked object or a global points to is marked: so a second mark would find nothing, and a store whose barrier is missing is found
 * out.  Stacks are left out, as their dead words may point anywhere; what they miss is found by poison (gcpoison=1). */
#include "mheap.h"

static void fail(const MSpan *s, uintptr_t obj, const char *what)
{
        rt_eprintf("heap: span %p class %u elemsize %lu nelems %u freeindex %u alloccount %u, object %p\n", (void *)s->base,
                   s->spanclass, s->elemsize, s->nelems, s->freeindex, s->alloccount, (void *)obj);
        rt_throw(what);
}

static void check_target(const MSpan *from, uintptr_t obj, uintptr_t p)
{
        MSpan *s = mheap_span_of(p);

        if (!s || p >= s->limit)
                return;
        uint32_t i = span_index(s, p);
        if (!span_slot_is_free(s, i) && !bit_get(s->markbits, i))
                fail(from, obj, "heap: marked object points to an unmarked one");
}

static void check_object(const MSpan *s, uintptr_t obj)
{
        if (s->types) {
                const GoType *t = s->types[span_index(s, obj)];
                const uint8_t *mask = type_ptrmask(t);
                for (uintptr_t e = obj; e < obj + s->elemsize; e += t->size)
                        for (Uintptr k = 0; k < t->ptrdata / 8 && e + 8 * k + 8 <= obj + s->elemsize; k++)
                                if (mask[k / 8] >> (k % 8) & 1)
                                        check_target(s, obj, ((uintptr_t *)e)[k]);
                return;
        }
        for (uintptr_t w = obj; w < obj + s->elemsize; w += 8)
                if (rt_ptrbits[w >> 9] >> (w >> 3 & 63) & 1)
                        check_target(s, obj, *(uintptr_t *)w);
}

static void check_span(const MSpan *s)
{
        uint32_t nalloc = 0;

        for (Uintptr i = 0; i < s->npages; i++)
                if (mheap_span_of(s->base + (i << PAGE_SHIFT)) != s)
                        fail(s, 0, "heap: span table does not lead to the span");
        for (uint32_t i = 0; i < s->nelems; i++) {
                Bool free = span_slot_is_free(s, i);
                nalloc += !free;
                if (!bit_get(s->markbits, i))
                        continue;
                if (free)
                        fail(s, s->base + i * s->elemsize, "heap: free slot is marked");
                if (!span_is_noscan(s))
                        check_object(s, s->base + i * s->elemsize);
        }
        if (nalloc != s->alloccount)
                fail(s, 0, "heap: allocation count differs from the bits");
}

static void check_globals(const char *lo, const char *hi)
{
        static const MSpan none;

        for (; lo && lo + 8 <= hi; lo += 8)
                check_target(&none, (uintptr_t)lo, *(uintptr_t *)lo);
}

void heap_verify(void)
{
        gc_visit_globals(check_globals);
        for (uint32_t i = 0; i < mheap.nspans; i++) {
                if (mheap.allspans[i]->allindex != i)
                        rt_throw("heap: span has another index");
                check_span(mheap.allspans[i]);
        }
        pagealloc_verify(&mheap.pages);
}
