/* test_heap.c - the allocator floor by floor: size classes, pages, central lists and caches, objects. */
#include "support.h"
#include <criterion/criterion.h>
#include <stdlib.h>

/* ---- size classes ---------------------------------------------------------------------------------------------- */

Test(sizeclass, smallest_that_fits)
{
        for (Uintptr n = 1; n <= GO_MAX_SMALL_SIZE; n++) {
                uint32_t c = rt_sizeclass(n);
                cr_assert(rt_class_size[c] >= n && rt_class_size[c - 1] < n, "size %lu got class %u", n, c);
        }
}

Test(sizeclass, tail_waste_is_an_eighth_at_most)
{
        for (int c = 1; c < RT_NSIZECLASS; c++) {
                Uintptr span = rt_class_npages[c] * (Uintptr)GO_PAGE_SIZE;
                cr_assert_leq(span % rt_class_size[c], span / 8);
        }
}

Test(sizeclass, rounding_is_what_append_shows)
{
        static const struct { Uintptr n, rounded; } cases[] = {
                { 1, 8 }, { 9, 16 }, { 17, 24 }, { 33, 48 }, { 1025, 1152 }, { 32767, 32768 }, { 32769, 40960 }, { 65536, 65536 }, { 65537, 73728 },
        };
        for (Uintptr i = 0; i < sizeof cases / sizeof *cases; i++)
                cr_assert_eq(rt_roundupsize(cases[i].n), cases[i].rounded);
}

/* ---- pages -------------------------------------------------------------------------------------------------------- */

enum { NPAGES = 3 * 8 * CHUNK_PAGES + 1000 };

static void new_pagealloc(PageAlloc *pa)
{
        pagealloc_init(pa, NPAGES, calloc(1, pagealloc_metadata(NPAGES)));
        pagealloc_grow(pa, NPAGES);
}

Test(pagealloc, lowest_address_first)
{
        PageAlloc pa;
        Bool dirty;

        new_pagealloc(&pa);
        cr_assert_eq(pagealloc_alloc(&pa, 1, &dirty), 0);
        cr_assert(!dirty);
        cr_assert_eq(pagealloc_alloc(&pa, 700, &dirty), 1);     /* over a chunk's end */
        cr_assert_eq(pagealloc_alloc(&pa, 5000, &dirty), 701);  /* over a summary's end */
        pagealloc_free(&pa, 1, 700);
        cr_assert_eq(pagealloc_alloc(&pa, 701, &dirty), 5701);
        cr_assert_eq(pagealloc_alloc(&pa, 700, &dirty), 1);
        cr_assert(dirty);
        cr_assert_eq(pagealloc_alloc(&pa, NPAGES, &dirty), -1);
        pagealloc_verify(&pa);
}

Test(pagealloc, freeing_twice_is_noticed, .exit_code = 2)
{
        PageAlloc pa;
        Bool dirty;

        new_pagealloc(&pa);
        pagealloc_alloc(&pa, 3, &dirty);
        pagealloc_free(&pa, 0, 3);
        pagealloc_free(&pa, 0, 3);
}

static Uintptr released;
static void release(Uintptr first, Uintptr n) { (void)first; released += n; }

Test(pagealloc, scavenges_dirty_free_pages_once)
{
        PageAlloc pa;
        Bool dirty;

        new_pagealloc(&pa);
        pagealloc_alloc(&pa, 1000, &dirty);
        pagealloc_free(&pa, 100, 900);
        cr_assert_eq(pagealloc_scavenge(&pa, ~0ul, release), 900);
        cr_assert_eq(released, 900);
        cr_assert_eq(pagealloc_scavenge(&pa, ~0ul, release), 0);
        pagealloc_alloc(&pa, 900, &dirty);
        cr_assert(!dirty);
}

/* Random allocations against a byte map, lowest fit included. */
Test(pagealloc, agrees_with_a_model)
{
        static uint8_t used[NPAGES];
        static struct { Uintptr first, n; } live[4000];
        PageAlloc pa;
        int nlive = 0;

        new_pagealloc(&pa);
        for (int step = 0; step < 6000; step++) {
                if (nlive < 4000 && rt_fastrandn(100) < 60) {
                        Uintptr n = rt_fastrandn(20) ? 1 + rt_fastrandn(20) : 1 + rt_fastrandn(1500), run = 0, want = NPAGES;
                        Bool dirty;
                        for (Uintptr p = 0; p < NPAGES && want == NPAGES; p++)
                                if ((run = used[p] ? 0 : run + 1) == n)
                                        want = p + 1 - n;
                        int64_t got = pagealloc_alloc(&pa, n, &dirty);
                        cr_assert_eq(got, want == NPAGES ? -1 : (int64_t)want);
                        if (got < 0)
                                continue;
                        memset(used + got, 1, n);
                        live[nlive].first = (Uintptr)got;
                        live[nlive++].n = n;
                } else if (nlive > 0) {
                        int i = (int)rt_fastrandn((uint32_t)nlive);
                        pagealloc_free(&pa, live[i].first, live[i].n);
                        memset(used + live[i].first, 0, live[i].n);
                        live[i] = live[--nlive];
                }
                if (step % 500 == 0)
                        pagealloc_verify(&pa);
        }
}

/* ---- spans, central, cache --------------------------------------------------------------------------------------------- */

Test(mcentral, a_span_goes_round)
{
        test_start();
        SpanClass spc = 5 << 1 | 1;
        MCentral *c = &mheap.central[spc];
        MSpan *s = mcentral_cache(c);

        cr_assert_eq(s->nelems, GO_PAGE_SIZE / 48);
        cr_assert_eq(mheap_span_of(s->base + 100), s);
        s->alloccount = 1;
        mcentral_uncache(c, s);
        cr_assert_eq(mcentral_cache(c), s, "the span with room comes first");
        s->alloccount = s->nelems;
        mcentral_uncache(c, s);
        cr_assert_neq(mcentral_cache(c), s, "a full one does not come");
        pagealloc_verify(&mheap.pages);
}

Test(mcache, slots_are_distinct_and_counted)
{
        enum { N = 5000 };
        static char *p[N];

        test_start();
        for (int i = 0; i < N; i++) {
                p[i] = rt_mallocgc(48, NULL, 1);
                memset(p[i], i, 48);
        }
        for (int i = 0; i < N; i++)
                for (int k = 0; k < 48; k++)
                        cr_assert_eq(p[i][k], (char)i);
        mcache_account((MCache *)rt_alloccache);
        cr_assert_eq(rt_stats.class[5 << 1 | 1].nmalloc, N);
        cr_assert_eq(rt_stats.class[5 << 1 | 1].grows, (N + 169) / 170);
}

Test(malloc, tiny_objects_share_a_slot)
{
        test_start();
        char *a = rt_mallocgc(1, NULL, 1), *b = rt_mallocgc(1, NULL, 1), *c = rt_mallocgc(8, NULL, 1);
        cr_assert_eq(b, a + 1);
        cr_assert_eq(c, a + 8);
        cr_assert_eq(rt_mallocgc(0, NULL, 1), &rt_zerobase);
}

Test(malloc, large_objects_are_whole_pages)
{
        test_start();
        char *p = rt_mallocgc(64 << 10, NULL, 1);
        MSpan *s = mheap_span_of((uintptr_t)p);
        cr_assert_eq((uintptr_t)p % GO_PAGE_SIZE, 0);
        cr_assert_eq(s->npages, 8);
        cr_assert_eq(s->spanclass >> 1, 0);
        p = rt_mallocgc((64 << 10) - 1, NULL, 1);
        cr_assert_eq(mheap_span_of((uintptr_t)p)->spanclass >> 1, RT_NSIZECLASS - 1);
}

/* ---- stress: random sizes, checksummed contents, collections in between ------------------------------------------------- */

typedef struct Block {
        struct Block *self;             /* the only pointer */
        Uintptr words;                  /* in all */
        uint64_t seed, body[];
} Block;
TEST_PTR_TYPE(block_type, 8, 8, 1);
/* A block is an array of words of which only the first is meant as a pointer; noscan blocks have none. */
enum { SLOTS = 3000, HEAD = 3 };

static uint64_t word(uint64_t seed, Uintptr i)
{
        return ((seed + i) * 0x9e3779b97f4a7c15u) | 1ull << 63;         /* never an address */
}

static void fill(Block *b, Uintptr words, Bool scan)
{
        for (Uintptr i = 0; i < words; i++)
                cr_assert_eq(((uint64_t *)b)[i], 0, "memory of a new object is not zero");
        b->self = scan ? b : NULL;
        b->words = words;
        b->seed = rt_fastrand64() | 1ull << 63;
        for (Uintptr i = HEAD; i < words; i++)
                b->body[i - HEAD] = word(b->seed, i);
}

static void check(const Block *b)
{
        if (!b)
                return;
        cr_assert(!b->self || b->self == b);
        for (Uintptr i = HEAD; i < b->words; i++)
                cr_assert_eq(b->body[i - HEAD], word(b->seed, i), "object changed");
}

static void stress_main(void)
{
        Block **slots = rt_newarray(&block_type, SLOTS);

        for (int step = 0; step < 60000; step++) {
                Int i = rt_fastrandn(SLOTS);
                Bool scan = rt_fastrandn(2);
                Uintptr words = rt_fastrandn(100) ? 3 + rt_fastrandn(60) : rt_fastrandn(10) ? 3 + rt_fastrandn(4000) : 3 + rt_fastrandn(40000);
                check(slots[i]);
                Block *b = scan ? rt_newarray(&block_type, (Int)words) : rt_mallocgc(words * 8, NULL, 1);
                fill(b, words, scan);
                rt_storep(&slots[i], b);
        }
        for (int i = 0; i < SLOTS; i++)
                check(slots[i]);
        rt_gc();
        mcache_flush((MCache *)rt_alloccache);
}

Test(malloc, stress, .timeout = 60)
{
        setenv("GODEBUG", "gcpoison=1,gcverify=1", 1);
        test_run(stress_main);
        cr_assert_gt(rt_gcstate.ncycles, 5);
}

/* ---- GC programs ------------------------------------------------------------------------------------------------------------ */

Test(ptrmap, programs_unroll)
{
        /* two words 01, repeated 3 more times (8 words), then 5 words 10010 */
        static const uint8_t prog[] = { 0, 0, 0, 0, 0x02, 0x02, 0x82, 3, 0x05, 0x09, 0 };
        static const GoType t = { .size = 13 * 8, .ptrdata = 12 * 8, .kind = GO_KIND_ARRAY | GO_KIND_GCPROG, .gcdata = prog };

        test_start();
        type_prepare(&t);
        const uint8_t *m = type_ptrmask(&t);
        cr_assert_eq(m[0], 0xaa);
        cr_assert_eq(m[1], 0x09);
}
