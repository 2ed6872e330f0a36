/* malloc.c - the tour of an allocation.
 *
 *   size 0             the address of rt_zerobase
 *   < 16 B, no pointers  packed into a 16-byte slot with its neighbours (tiny)
 *   < 64 KiB           a slot of the size class: from the P's cache, which gets spans from central, which gets
 *                      them from the heap, which gets pages from the OS
 *   otherwise          a span of its own, in whole pages, straight from the heap
 * The class is doubled: slots that hold no pointers (noscan) never mix with those that do, and are never scanned.
 * alloc.h has the inlined form for types known at compile time; what it can't serve ends here.
 * A collection starts, when it is due, after an allocation that took a span: the new object is then on the stack of
 * the goroutine that gets it. */
#include "mheap.h"

#define MAX_ALLOC (1ull << 48)
enum { CLEAR_EVERY = 32 << 10 };        /* bytes allocated by a P from one clearing of the dead part of a stack to the next */

static inline MCache *this_cache(void)
{
        return (MCache *)rt_alloccache;
}

enum { TINY_CLASS = 2 << 1 | 1 };

/* The first `size` bytes of a new slot for tiny objects. */
static inline void *begin_tiny_slot(RtAllocCache *a, uint64_t *slot, Uintptr size)
{
        slot[0] = slot[1] = 0;
        if (a->tiny_end - a->tiny < 16 - size) {        /* keep the slot with more room */
                a->tiny = (uintptr_t)slot + size;
                a->tiny_end = (uintptr_t)slot + 16;
        }
        return slot;
}

static void *tiny_alloc(MCache *c, Uintptr size, Bool *refilled)
{
        Uintptr align = size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
        uintptr_t p = (c->a.tiny + align - 1) & ~(align - 1);
        Bool needzero;

        if (p + size <= c->a.tiny_end) {
                c->a.tiny = p + size;
                c->a.tiny_allocs++;
                return (void *)p;
        }
        uint64_t *slot = mcache_nextslot(c, TINY_CLASS, &needzero, refilled);
        return slot ? begin_tiny_slot(&c->a, slot, size) : NULL;
}

static void *small_alloc(MCache *c, Uintptr size, const GoType *t, Bool zero, Bool *refilled)
{
        uint32_t class = rt_sizeclass(size);
        Uintptr slot = rt_class_size[class];
        SpanClass spc = (SpanClass)(class << 1 | !t);
        Bool needzero;
        char *p = mcache_nextslot(c, spc, &needzero, refilled);

        if (!p)
                return NULL;
        if (!t) {
                if (zero && needzero)
                        memset(p, 0, size);
        } else if (slot <= RT_MAX_BITMAP_SIZE) {
                ptrbits_set_type((uintptr_t)p, slot, size, t);
        } else {
                MSpan *s = c->span[spc];
                if (needzero)
                        memset(p, 0, slot);
                s->types[span_index(s, (uintptr_t)p)] = t;
        }
        return p;
}

static void *large_alloc(MCache *c, Uintptr size, const GoType *t, Bool zero)
{
        Uintptr npages = (size + GO_PAGE_SIZE - 1) >> PAGE_SHIFT;
        SpanClass spc = !t;
        MSpan *s = mheap_alloc(npages, spc, npages << PAGE_SHIFT);

        if (!s)
                return NULL;
        if (rt_gcstate.phase == GC_MARK) {      /* black, before marking can take it for an object */
                gc_mark_bits(s, 0, 1);
                c->work.marked += span_bytes(s);
        }
        if (s->needzero && (zero || t))
                memset((void *)s->base, 0, span_bytes(s));
        s->type0 = t;
        s->alloccount = 1;
        __atomic_store_n(&s->freeindex, 1, __ATOMIC_RELEASE);
        c->newbytes += span_bytes(s);
        c->sampled = mcache_sample(c, span_bytes(s));
        MCentral *central = &mheap.central[spc];
        rt_lock(&central->lock);
        spanlist_push(&central->full[half_swept(mheap.sweepgen)], s);
        rt_stats.class[spc].nmalloc++;
        rt_unlock(&central->lock);
        __atomic_add_fetch(&rt_stats.large_malloc_bytes, span_bytes(s), __ATOMIC_RELAXED);
        __atomic_add_fetch(&rt_gcstate.live, span_bytes(s), __ATOMIC_RELAXED);
        return (void *)s->base;
}

/* Is it this allocation's turn under GODEBUG=gcstress=N? */
static Bool stress_turn(MCache *c)
{
        if (!rt_gcstate.stress || --c->stress > 0)
                return 0;
        c->stress = rt_gcstate.stress;
        return rt_gcstate.enabled;
}

/* What calls have left on the stack under the caller goes: frames that come to lie there have places that they never write, and stacks are
 * scanned conservatively.  After: GC_clear_stack of Boehm's collector. */
static __attribute__((noinline)) void clear_dead_stack(void)
{
        char dead[2048];

        memset(dead, 0, sizeof dead);
        __asm__ volatile("" : : "r"(dead) : "memory");
}

/* After an allocation that took a span: a cycle may be due, or one under way wants its share of work. */
static __attribute__((noinline)) void collector_turn(Uintptr owed, Bool stress)
{
        if (stress)
                gc_stress();
        else if (rt_gcstate.phase == GC_MARK)
                gc_assist(owed);
        else if (gc_is_due())
                gc_start(GC_DUE);
}

void *rt_mallocgc(Uintptr size, const GoType *t, Bool needzero)
{
        Bool refilled = 0;
        void *p;

        if (size == 0)
                return &rt_zerobase;
        if (t && t->ptrdata == 0)
                t = NULL;
        if (rt_unlikely(rt_wb_enabled) && pacer_is_over())
                gc_assist(0);           /* before: many goroutines may come here */
        rt_section_enter();
        if (t && rt_unlikely(t->kind & GO_KIND_GCPROG))
                type_prepare(t);
        MCache *c = this_cache();
        if (size > GO_MAX_SMALL_SIZE) {
                p = large_alloc(c, size, t, needzero);
                refilled = 1;
        } else if (size < 16 && !t) {
                p = tiny_alloc(c, size, &refilled);
        } else {
                p = small_alloc(c, size, t, needzero, &refilled);
        }
        if (!p)
                out_of_memory(size);
        if (rt_unlikely(c->sampled)) {
                c->sampled = 0;
                mprof_malloc((uintptr_t)p);
        }
        Uintptr owed = refilled ? c->newbytes : 0;
        Bool clear = 0;
        if (refilled) {
                c->newbytes = 0;
                c->stale += owed;
                clear = c->stale >= CLEAR_EVERY;
                if (clear)
                        c->stale = 0;
        }
        Bool stress = rt_gcstate.stress && stress_turn(c);
        rt_section_leave();
        if (rt_unlikely(clear))
                clear_dead_stack();
        if (rt_unlikely(refilled || stress))
                collector_turn(owed, stress);
        return p;
}

void *rt_new(const GoType *t)
{
        return rt_mallocgc(t->size, t, 1);
}

void *rt_new_slow(const GoType *t)
{
        rt_allocating = 0;
        return rt_mallocgc(t->size, t, 1);
}

void *rt_new_tiny(const GoType *t)
{
        RtAllocCache *a = rt_alloccache;
        RtFreeRun *r = &a->run[TINY_CLASS];

        if (rt_unlikely(r->free >= r->end))
                return rt_new_slow(t);
        uint64_t *slot = (uint64_t *)r->free;
        r->free += 16;
        void *p = begin_tiny_slot(a, slot, t->size);
        rt_barrier();
        rt_allocating = 0;
        return p;
}

void *rt_newarray(const GoType *elem, Int n)
{
        Uintptr bytes;

        if (n == 1)
                return rt_mallocgc(elem->size, elem, 1);
        if (n < 0 || __builtin_mul_overflow(elem->size, (Uintptr)n, &bytes) || bytes > MAX_ALLOC)
                rt_panic_plain("runtime: allocation size out of range");
        return rt_mallocgc(bytes, elem, 1);
}

void *rt_makeslice(const GoType *elem, Int len, Int cap)
{
        Uintptr bytes;

        if (rt_unlikely(__builtin_mul_overflow(elem->size, (Uintptr)cap, &bytes) || bytes > MAX_ALLOC || len < 0 || len > cap)) {
                if (__builtin_mul_overflow(elem->size, (Uintptr)len, &bytes) || bytes > MAX_ALLOC || len < 0)
                        rt_panic_runtime_error("makeslice: len out of range");
                rt_panic_runtime_error("makeslice: cap out of range");
        }
        return rt_mallocgc(bytes, elem, 1);
}

Uintptr rt_roundupsize(Uintptr n)
{
        if (n <= GO_MAX_SMALL_SIZE)
                return n ? rt_class_size[rt_sizeclass(n)] : 0;
        return n + GO_PAGE_SIZE < n ? n : (n + GO_PAGE_SIZE - 1) & ~(Uintptr)(GO_PAGE_SIZE - 1);
}

Bool rt_findobject(const void *p, Uintptr *base, Uintptr *size, const GoType **t)
{
        MSpan *s = mheap_span_of((uintptr_t)p);

        if (!s || (uintptr_t)p >= s->limit)
                return 0;
        uint32_t i = span_index(s, (uintptr_t)p);
        *base = s->base + i * s->elemsize;
        *size = s->elemsize;
        *t = s->types ? s->types[i] : NULL;
        return 1;
}

void rt_mallocinit(void)
{
        mheap_init();
        gc_init();
}
