/* mgcmark.c - finding what is alive.
 *
 * White: unmarked; grey: marked and on the mark stack; black: marked and scanned.  The roots are the program's pointer
 * globals, goroutine stacks from the saved stack pointer up (registers were pushed there when the goroutine stopped), G
 * structures, timers, finalizers and the ranges given to rt_gc_addroot; all are read word by word, any word that points
 * into an allocated slot keeps that slot.  Heap objects are read by their pointer maps.
 * Objects wait in a small ring between stack and scan, so that the cache lines they need are on their way.
 * Overflow: when the mark stack is full an object stays marked without being scanned and `overflowed` is set; after the
 * drain every marked object is scanned again, until that does not happen.
 * After: Cher, Hosking, Vitek, "Software prefetching for mark-sweep garbage collection" (2004), for the ring. */
#include "mheap.h"

extern char rt_data_ptr_start[] __attribute__((weak)), rt_data_ptr_end[] __attribute__((weak));
extern char rt_bss_ptr_start[] __attribute__((weak)), rt_bss_ptr_end[] __attribute__((weak));

enum { RING = 16, MAX_ROOTS = 64 };

static struct {
        uintptr_t *stack;
        Uintptr    top, limit;
        Bool       overflowed;
} mark;
Uintptr gc_markstack_limit;     /* tests make it small; 0: what was reserved */
uint64_t gc_stack_bytes, gc_global_bytes;

static struct {
        void **p;
        Uintptr nwords;
} extra_roots[MAX_ROOTS];
static int nextra_roots;

void rt_gc_addroot(void **p, Uintptr nwords)
{
        rt_section_enter();
        if (nextra_roots == MAX_ROOTS)
                rt_throw("too many collector roots");
        extra_roots[nextra_roots].p = p;
        extra_roots[nextra_roots++].nwords = nwords;
        rt_section_leave();
}

static void reserve_markstack(void)
{
        for (Uintptr n = 1ull << 36; n >= 1 << 20; n >>= 1) {
                mark.stack = rt_sysreserve(NULL, n);
                if (mark.stack && rt_sysmap(mark.stack, n)) {
                        mark.limit = n / sizeof(uintptr_t);
                        return;
                }
        }
        rt_throw("cannot reserve the mark stack");
}

static inline void push_grey(uintptr_t obj)
{
        if (rt_unlikely(mark.top == mark.limit)) {
                mark.overflowed = 1;
                return;
        }
        mark.stack[mark.top++] = obj;
}

/* Mark what p points into; grey if it has pointers. */
static inline void shade(uintptr_t p)
{
        MSpan *s = mheap_span_of(p);
        if (!s || p >= s->limit)
                return;
        uint32_t i = span_index(s, p);
        uint64_t *w = &s->markbits[i >> 6], bit = 1ull << (i & 63);
        if (*w & bit || span_slot_is_free(s, i))
                return;
        *w |= bit;
        rt_gcstate.marked += s->elemsize;
        if (!span_is_noscan(s))
                push_grey(s->base + i * s->elemsize);
}

static inline void shade_mask(uintptr_t *p, uint64_t m)
{
        for (; m; m &= m - 1)
                shade(p[__builtin_ctzll(m)]);
}

/* An array of t fills [obj, end). */
static void scan_array(uintptr_t obj, uintptr_t end, const GoType *t)
{
        const uint8_t *mask = type_ptrmask(t);
        Uintptr nbits = t->ptrdata / 8;

        if (t->size == 8) {
                for (; obj < end; obj += 8)
                        shade(*(uintptr_t *)obj);
                return;
        }
        for (; obj < end; obj += t->size) {
                Uintptr n = (end - obj) / 8 < nbits ? (end - obj) / 8 : nbits;
                for (Uintptr i = 0; i < n; i += 8) {
                        uint8_t m = mask[i / 8];
                        if (n - i < 8)
                                m &= (uint8_t)((1 << (n - i)) - 1);
                        shade_mask((uintptr_t *)obj + i, m);
                }
        }
}

void gc_mark_contents(uintptr_t obj)
{
        MSpan *s = mheap_span_of(obj);

        if (span_is_noscan(s))
                return;
        if (s->types) {
                const GoType *t = s->types[span_index(s, obj)];
                scan_array(obj, obj + s->elemsize, t);
                return;
        }
        const uint64_t *w = &rt_ptrbits[obj >> 9];
        uint32_t sh = obj >> 3 & 63, n = (uint32_t)s->elemsize / 8;
        uint64_t m = w[0] >> sh;
        if (sh + n > 64)
                m |= w[1] << (64 - sh);
        if (n < 64)
                m &= (1ull << n) - 1;
        shade_mask((uintptr_t *)obj, m);
}

static void drain_stack(void)
{
        uintptr_t ring[RING];
        uint32_t head = 0, n = 0;

        for (;;) {
                while (n < RING && mark.top > 0) {
                        uintptr_t obj = mark.stack[--mark.top];
                        __builtin_prefetch((void *)obj);
                        ring[(head + n++) % RING] = obj;
                }
                if (n == 0)
                        return;
                uintptr_t obj = ring[head];
                head = (head + 1) % RING;
                n--;
                gc_mark_contents(obj);
        }
}

/* Scan every marked object again: some of them never were. */
static void rescan_marked(void)
{
        for (uint32_t k = 0; k < mheap.nspans; k++) {
                MSpan *s = mheap.allspans[k];
                if (span_is_noscan(s))
                        continue;
                for (uint32_t i = 0; i < s->nelems; i++)
                        if (bit_get(s->markbits, i)) {
                                gc_mark_contents(s->base + i * s->elemsize);
                                drain_stack();
                        }
        }
}

void gc_drain(void)
{
        drain_stack();
        while (mark.overflowed) {
                mark.overflowed = 0;
                rescan_marked();
        }
}

void gc_mark_pointer(uintptr_t p)
{
        shade(p);
}

void gc_mark_range(const void *lo, const void *hi)
{
        const uintptr_t *p = (const uintptr_t *)(((uintptr_t)lo + 7) & ~(uintptr_t)7);

        for (; p + 1 <= (const uintptr_t *)hi; p++)
                shade(*p);
}

Bool gc_is_marked(uintptr_t obj)
{
        MSpan *s = mheap_span_of(obj);

        return s && obj < s->limit && bit_get(s->markbits, span_index(s, obj));
}

/* ---- roots ------------------------------------------------------------------------------------------------------ */

static void mark_globals(void)
{
        gc_global_bytes = (Uintptr)(rt_data_ptr_end - rt_data_ptr_start) + (Uintptr)(rt_bss_ptr_end - rt_bss_ptr_start);
        if (rt_data_ptr_start)
                gc_mark_range(rt_data_ptr_start, rt_data_ptr_end);
        if (rt_bss_ptr_start)
                gc_mark_range(rt_bss_ptr_start, rt_bss_ptr_end);
        for (int i = 0; i < nextra_roots; i++)
                gc_mark_range(extra_roots[i].p, extra_roots[i].p + extra_roots[i].nwords);
}

static void mark_goroutine(G *g)
{
        gc_mark_range(g, g + 1);
        gc_mark_range(g->sp, (void *)g->stack_hi);
        gc_stack_bytes += g->stack_hi - (uintptr_t)g->sp;
}

__attribute__((noinline)) void gc_mark_roots(void)
{
        mark_globals();
        gc_drain();
        gc_stack_bytes = 0;
        for (G *g = rt_allgs; g; g = g->alllink)
                if (g->status != G_DEAD && g->status != G_IDLE) {
                        mark_goroutine(g);
                        gc_drain();
                }
        gc_mark_range(__builtin_frame_address(0), (void *)getg()->stack_hi);
        timers_mark();
}

void gc_mark_begin(void)
{
        if (!mark.stack)
                reserve_markstack();
        if (gc_markstack_limit)
                mark.limit = gc_markstack_limit;
        mark.top = 0;
        mark.overflowed = 0;
        rt_gcstate.marked = 0;
}

void gc_mark_end(void)
{
        enum { KEEP = 1 << 20 };

        if (mark.top || mark.overflowed)
                rt_throw("marking ended with grey objects");
        if (mark.limit > KEEP)          /* the pages that a deep heap touched */
                rt_sysunused(mark.stack + KEEP, (mark.limit - KEEP) * sizeof(uintptr_t));
}
