/* mheap.c - the heap: pages cut into spans, and the ranges that the OS lends.
 *
 * At start one range of up to 1 TiB is reserved; less when the process's limits say so.  Steps of 4 MiB are
 * mapped at its front as they are needed.  Before new pages are taken, as many are swept free, so that garbage of the
 * last cycle is reused before the heap grows.
 * Locking: mheap.lock guards the page allocator, spans[], allspans and class 0's statistics. */
#include "mheap.h"

MHeap mheap;
HeapStats rt_stats;
uint64_t *rt_ptrbits;
uintptr_t rt_zerobase;

static RtFixAlloc span_alloc = { .size = sizeof(MSpan) };
/* Mark and allocation bits of a span: 8, 16, 32, 64 or 128 bytes. */
static RtFixAlloc bits_alloc[5] = { { .size = 8 }, { .size = 16 }, { .size = 32 }, { .size = 64 }, { .size = 128 } };
/* Type words of spans with slots over 512 bytes: 2, 4, ... 64 of them. */
static RtFixAlloc types_alloc[6] = { { .size = 16 }, { .size = 32 }, { .size = 64 }, { .size = 128 }, { .size = 256 }, { .size = 512 } };

static uint32_t log2_up(Uintptr n)
{
        return n <= 1 ? 0 : 64 - (uint32_t)__builtin_clzll(n - 1);
}

static RtFixAlloc *bits_for(uint32_t nelems)
{
        Uintptr bytes = (nelems + 63) / 64 * 8;
        return &bits_alloc[log2_up(bytes) - 3];
}

static RtFixAlloc *types_for(uint32_t nelems)
{
        return &types_alloc[nelems <= 2 ? 0 : log2_up(nelems) - 1];
}

HeapRecords mheap_records(void)
{
        HeapRecords r = { span_alloc.inuse, span_alloc.sys, 0 };

        for (Uintptr i = 0; i < sizeof bits_alloc / sizeof *bits_alloc; i++)
                r.bits_sys += bits_alloc[i].sys;
        for (Uintptr i = 0; i < sizeof types_alloc / sizeof *types_alloc; i++)
                r.bits_sys += types_alloc[i].sys;
        return r;
}

void spanlist_push(SpanList *l, MSpan *s)
{
        s->list = l;
        s->prev = NULL;
        s->next = l->first;
        if (l->first)
                l->first->prev = s;
        l->first = s;
        l->n++;
}

void spanlist_remove(MSpan *s)
{
        if (s->prev)
                s->prev->next = s->next;
        else
                s->list->first = s->next;
        if (s->next)
                s->next->prev = s->prev;
        s->list->n--;
        s->list = NULL;
        s->next = s->prev = NULL;
}

static void *reserve_metadata(Uintptr n)
{
        void *p = rt_sysreserve(NULL, n);
        if (!p || !rt_sysmap(p, n))
                return NULL;
        rt_sysnohuge(p, n);
        return p;
}

/* Reserve n bytes of heap and what describes them: 1 bit a word, a span pointer and a word in allspans a page, and
 * the page allocator's share.  All of it is touched only where the heap is. */
static Bool reserve_heap(Uintptr n)
{
        Uintptr npages = n >> PAGE_SHIFT;
        char *base = rt_sysreserve((void *)0xc000000000, n);
        Uintptr nbits = n / 64, nspans = npages * sizeof(MSpan *), npa = pagealloc_metadata(npages);
        Uintptr nfinal = (npages / 8 + 4095) & ~(Uintptr)4095;
        char *meta = base ? reserve_metadata(nbits + 2 * nspans + nfinal + npa) : NULL;

        if (!meta) {
                if (base)
                        rt_sysfree(base, n);
                return 0;
        }
        uintptr_t skew = (uintptr_t)base % ARENA_BYTES ? ARENA_BYTES - (uintptr_t)base % ARENA_BYTES : 0;
        mheap.base = (uintptr_t)base + skew;
        mheap.reserved = n - (skew ? ARENA_BYTES : 0);
        rt_ptrbits = (uint64_t *)meta - (mheap.base >> 9);
        mheap.spans = (MSpan **)(meta + nbits);
        mheap.allspans = (MSpan **)(meta + nbits + nspans);
        mheap.final_pages = (uint64_t *)(meta + nbits + 2 * nspans);
        pagealloc_init(&mheap.pages, npages, meta + nbits + 2 * nspans + nfinal);
        return 1;
}

void mheap_init(void)
{
        Uintptr n = 1ull << 40;

        while (!reserve_heap(n))
                if ((n >>= 1) < 2 * ARENA_BYTES)
                        rt_fatal("runtime: cannot reserve address space for the heap");
        mheap.sweepgen = 2;
        for (int i = 0; i < RT_NSPANCLASS; i++)
                mheap.central[i].spanclass = (SpanClass)i;
}

void mheap_drop_reserve(void)
{
        rt_sysfree((void *)(mheap.base + mheap.mapped), mheap.reserved - mheap.mapped);
        mheap.reserved = mheap.mapped;
}

void out_of_memory(Uintptr n)
{
        rt_eprintf("runtime: out of memory: cannot allocate %lu-byte block (%lu in use)\n", n, (long)(mheap.inuse_pages << PAGE_SHIFT));
        rt_throw("out of memory");
}

/* Huge pages save faults and what the processor walks of page tables, and waste up to one of them at the heap's end, which a small heap would
 * notice. */
enum { HUGE_FROM = 32 << 20 };

/* Map enough for a run of npages at the end of the heap.  Called with the lock held. */
static Bool grow_heap(Uintptr npages)
{
        Uintptr n = (npages + CHUNK_PAGES - 1) / CHUNK_PAGES * CHUNK_PAGES << PAGE_SHIFT;

        if (n > mheap.reserved - mheap.mapped || !rt_sysmap((void *)(mheap.base + mheap.mapped), n))
                return 0;
        if (mheap.mapped >= HUGE_FROM)
                rt_syshuge((void *)(mheap.base + mheap.mapped), n);
        mheap.mapped += n;
        pagealloc_grow(&mheap.pages, n >> PAGE_SHIFT);
        rt_stats.os_requests++;
        rt_stats.os_bytes += n;
        return 1;
}

static void init_span(MSpan *s, uintptr_t base, Uintptr npages, SpanClass spc, Uintptr elemsize, Bool dirty)
{
        uint32_t class = spc >> 1;

        s->base = base;
        s->npages = npages;
        s->spanclass = spc;
        s->elemsize = elemsize;
        s->nelems = class ? (uint32_t)(span_bytes(s) / elemsize) : 1;
        s->divmagic = s->nelems > 1 ? rt_class_divmagic[class] : 0;
        s->limit = base + s->nelems * elemsize;
        s->needzero = dirty;
        s->sweepgen = mheap.sweepgen;
        s->markbits = rt_fixalloc(bits_for(s->nelems));
        s->allocbits = rt_fixalloc(bits_for(s->nelems));
        if (s->nelems == 1)
                s->types = &s->type0;
        else if (!span_is_noscan(s) && elemsize > RT_MAX_BITMAP_SIZE)
                s->types = rt_fixalloc(types_for(s->nelems));
}

/* Sweep until npages have come free, or everything is swept. */
static void reclaim_pages(Uintptr npages)
{
        Uintptr freed = 0;

        while (freed < npages && gc_sweep_one(&freed))
                ;
}

/* The first of a run of npages, or -1.  Called with the lock held. */
static int64_t take_pages(Uintptr npages, Bool *dirty)
{
        int64_t page = pagealloc_alloc(&mheap.pages, npages, dirty);

        if (page < 0 && grow_heap(npages))
                page = pagealloc_alloc(&mheap.pages, npages, dirty);
        return page;
}

void *mheap_alloc_pages(Uintptr n)
{
        Bool dirty;

        rt_lock(&mheap.lock);
        int64_t page = take_pages(n, &dirty);
        if (page >= 0)
                mheap.own_pages += n;
        rt_unlock(&mheap.lock);
        return page < 0 ? NULL : (void *)(mheap.base + ((uintptr_t)page << PAGE_SHIFT));
}

void mheap_free_pages(void *p, Uintptr n)
{
        rt_lock(&mheap.lock);
        mheap.own_pages -= n;
        pagealloc_free(&mheap.pages, ((uintptr_t)p - mheap.base) >> PAGE_SHIFT, n);
        rt_unlock(&mheap.lock);
}

/* n pages became resident: as many others leave, if there are more than the heap needs. */
static void make_up_for(Uintptr n)
{
        enum { LEAST = 8, MOST = 512 };             /* a system call is worth it; it does not hold up a stop of the world */
        Uintptr surplus = n < LEAST ? 0 : gc_surplus_pages();

        if (n > MOST)
                n = MOST;
        if (surplus > 0)
                mheap_scavenge(n < surplus ? n : surplus);
}

MSpan *mheap_alloc(Uintptr npages, SpanClass spc, Uintptr elemsize)
{
        Bool dirty;

        reclaim_pages(npages);
        rt_lock(&mheap.lock);
        Uintptr resident = mheap.pages.nfree_dirty;
        int64_t page = take_pages(npages, &dirty);
        if (page < 0) {
                rt_unlock(&mheap.lock);
                return NULL;
        }
        MSpan *s = rt_fixalloc(&span_alloc);
        init_span(s, mheap.base + ((uintptr_t)page << PAGE_SHIFT), npages, spc, elemsize, dirty);
        for (Uintptr i = 0; i < npages; i++)    /* marking looks spans up without the lock */
                __atomic_store_n(&mheap.spans[(Uintptr)page + i], s, __ATOMIC_RELEASE);
        s->allindex = mheap.nspans++;
        mheap.allspans[s->allindex] = s;
        mheap.inuse_pages += npages;
        rt_stats.class[spc].grows++;
        rt_stats.class[spc].spans++;
        resident -= mheap.pages.nfree_dirty;
        rt_unlock(&mheap.lock);
        make_up_for(npages - resident);
        return s;
}

void mheap_free(MSpan *s)
{
        Uintptr page = (s->base - mheap.base) >> PAGE_SHIFT;

        rt_lock(&mheap.lock);
        if (s->list || mheap.spans[page] != s)
                rt_throw("mheap_free: span is still in a list, or not of this heap");
        for (Uintptr i = 0; i < s->npages; i++)
                mheap.spans[page + i] = NULL;
        MSpan *last = mheap.allspans[--mheap.nspans];
        mheap.allspans[s->allindex] = last;
        last->allindex = s->allindex;
        mheap.inuse_pages -= s->npages;
        rt_stats.class[s->spanclass].spans--;
        pagealloc_free(&mheap.pages, page, s->npages);
        rt_fixfree(bits_for(s->nelems), s->markbits);
        rt_fixfree(bits_for(s->nelems), s->allocbits);
        if (s->types && s->types != &s->type0)
                rt_fixfree(types_for(s->nelems), s->types);
        rt_fixfree(&span_alloc, s);
        rt_unlock(&mheap.lock);
}

static void release_pages(Uintptr first, Uintptr n)
{
        rt_sysunused((void *)(mheap.base + (first << PAGE_SHIFT)), n << PAGE_SHIFT);
        rt_stats.scavenged_total += n << PAGE_SHIFT;
}

/* Give free pages that are resident back to the OS, from the top of the heap down; a few under each hold of the lock. */
Uintptr mheap_scavenge(Uintptr want_pages)
{
        enum { BATCH = 256 };
        Uintptr done = 0, n = 1;

        while (done < want_pages && n > 0) {
                rt_lock(&mheap.lock);
                n = pagealloc_scavenge(&mheap.pages, want_pages - done < BATCH ? want_pages - done : BATCH, release_pages);
                rt_unlock(&mheap.lock);
                done += n;
        }
        return done;
}
