/* pagealloc.c - which pages of the heap are free.
 *
 * A bitmap, in chunks of 512 pages (4 MiB), under a tree of summaries with eight children a node: how many pages are
 * free at a node's start, in its longest run, and at its end.  The lowest fitting run is found from the root in one
 * descent, also when it crosses nodes, so neither finding nor freeing ever scans the heap.
 * A second bitmap says which pages were touched since the OS gave them: the others are known to be zero.
 * Law: sum[k][i] is what its children say; a page past npages is never free.  pagealloc_verify checks it.
 * After: Go's page allocator (runtime/mpagealloc.go). */
#include "mheap.h"

static Uintptr level_pages(int level)
{
        return (Uintptr)CHUNK_PAGES << (3 * level);
}

static Uintptr level_entries(Uintptr maxpages, int level)
{
        return (maxpages + level_pages(level) - 1) / level_pages(level);
}

static Uintptr round_page(Uintptr n)
{
        return (n + 4095) & ~(Uintptr)4095;
}

Uintptr pagealloc_metadata(Uintptr maxpages)
{
        Uintptr bits = round_page(level_entries(maxpages, 0) * CHUNK_PAGES / 8), n = 2 * bits;

        for (int k = 0; k < PAGE_LEVELS; k++)
                n += round_page(level_entries(maxpages, k) * sizeof(PageSum));
        return n;
}

void pagealloc_init(PageAlloc *pa, Uintptr maxpages, void *metadata)
{
        char *m = metadata;
        Uintptr bits = round_page(level_entries(maxpages, 0) * CHUNK_PAGES / 8);

        memset(pa, 0, sizeof *pa);
        pa->free = (uint64_t *)m;
        pa->dirty = (uint64_t *)(m + bits);
        m += 2 * bits;
        for (int k = 0; k < PAGE_LEVELS; k++) {
                pa->sum[k] = (PageSum *)m;
                pa->nsum[k] = (uint32_t)level_entries(maxpages, k);
                m += round_page(pa->nsum[k] * sizeof(PageSum));
                pa->top = k;
                if (pa->nsum[k] == 1)
                        return;
        }
        rt_throw("pagealloc: heap too large for its summaries");
}

/* ---- runs in a bitmap ---------------------------------------------------------------------------------------- */

/* First index >= i with bit value v, or n. */
static uint32_t next_bit(const uint64_t *b, uint32_t i, uint32_t n, Bool v)
{
        while (i < n) {
                uint64_t w = (v ? b[i >> 6] : ~b[i >> 6]) >> (i & 63);
                if (w)
                        return i + (uint32_t)__builtin_ctzll(w);
                i = (i | 63) + 1;
        }
        return n;
}

static void bits_fill(uint64_t *b, Uintptr first, Uintptr n, Bool v)
{
        while (n > 0) {
                Uintptr sh = first & 63, k = 64 - sh < n ? 64 - sh : n;
                uint64_t mask = (k == 64 ? ~0ull : (1ull << k) - 1) << sh;
                if (v)
                        b[first >> 6] |= mask;
                else
                        b[first >> 6] &= ~mask;
                first += k;
                n -= k;
        }
}

static Uintptr bits_count(const uint64_t *b, Uintptr first, Uintptr n)
{
        Uintptr c = 0;

        while (n > 0) {
                Uintptr sh = first & 63, k = 64 - sh < n ? 64 - sh : n;
                uint64_t mask = (k == 64 ? ~0ull : (1ull << k) - 1) << sh;
                c += count_bits(b[first >> 6] & mask);
                first += k;
                n -= k;
        }
        return c;
}

/* ---- summaries ---------------------------------------------------------------------------------------------------- */

static PageSum chunk_summary(const uint64_t *b)
{
        PageSum s = { 0, 0, 0 };
        uint32_t i = 0;

        while ((i = next_bit(b, i, CHUNK_PAGES, 1)) < CHUNK_PAGES) {
                uint32_t end = next_bit(b, i, CHUNK_PAGES, 0), run = end - i;
                if (i == 0)
                        s.start = run;
                if (run > s.max)
                        s.max = run;
                if (end == CHUNK_PAGES)
                        s.end = run;
                i = end;
        }
        return s;
}

static PageSum merge_summaries(const PageSum *c, uint32_t n, Uintptr size)
{
        PageSum s = c[0];

        for (uint32_t i = 1; i < n; i++) {
                if (s.start == i * size)
                        s.start += c[i].start;
                if (s.end + c[i].start > s.max)
                        s.max = s.end + c[i].start;
                if (c[i].max > s.max)
                        s.max = c[i].max;
                s.end = c[i].end == size ? s.end + (uint32_t)size : c[i].end;
        }
        if (n < 8)
                s.end = 0;
        return s;
}

static Bool replace_summary(PageSum *old, PageSum s)
{
        Bool same = old->start == s.start && old->max == s.max && old->end == s.end;

        *old = s;
        return !same;
}

/* Pages [first, first + n) have changed.  Most changes do not show above their chunk. */
static void update_summaries(PageAlloc *pa, Uintptr first, Uintptr n)
{
        Uintptr lo = first / CHUNK_PAGES, hi = (first + n - 1) / CHUNK_PAGES;
        Bool changed = 0;

        for (Uintptr i = lo; i <= hi; i++)
                changed |= replace_summary(&pa->sum[0][i], chunk_summary(pa->free + i * CHUNK_WORDS));
        for (int k = 1; k <= pa->top && changed; k++) {
                lo /= 8, hi /= 8;
                changed = 0;
                for (Uintptr i = lo; i <= hi; i++) {
                        Uintptr left = pa->nsum[k - 1] - i * 8;
                        changed |= replace_summary(&pa->sum[k][i], merge_summaries(pa->sum[k - 1] + i * 8, left < 8 ? (uint32_t)left : 8, level_pages(k - 1)));
                }
        }
}

/* ---- the verbs ------------------------------------------------------------------------------------------------------ */

void pagealloc_grow(PageAlloc *pa, Uintptr n)
{
        bits_fill(pa->free, pa->npages, n, 1);
        update_summaries(pa, pa->npages, n);
        pa->npages += n;
        pa->nfree += n;
}

static int64_t find_run(const PageAlloc *pa, Uintptr n)
{
        Uintptr i = 0;

        if (pa->sum[pa->top][0].max < n)
                return -1;
        for (int k = pa->top - 1; k >= 0; k--) {
                Uintptr size = level_pages(k), run = 0, child = i * 8, end = child + 8;
                for (;; child++) {
                        if (child == end || child >= pa->nsum[k])
                                rt_throw("pagealloc: summary promises pages that are not there");
                        const PageSum *c = &pa->sum[k][child];
                        if (run + c->start >= n)
                                return (int64_t)(child * size - run);
                        if (c->max >= n)
                                break;
                        run = c->end == size ? run + size : c->end;
                }
                i = child;
        }
        const uint64_t *b = pa->free + i * CHUNK_WORDS;
        for (uint32_t j = 0; (j = next_bit(b, j, CHUNK_PAGES, 1)) < CHUNK_PAGES;) {
                uint32_t end = next_bit(b, j, CHUNK_PAGES, 0);
                if (end - j >= n)
                        return (int64_t)(i * CHUNK_PAGES + j);
                j = end;
        }
        rt_throw("pagealloc: chunk summary promises pages that are not there");
}

int64_t pagealloc_alloc(PageAlloc *pa, Uintptr n, Bool *dirty)
{
        int64_t first = find_run(pa, n);

        if (first < 0)
                return -1;
        Uintptr ndirty = bits_count(pa->dirty, (Uintptr)first, n);
        *dirty = ndirty > 0;
        pa->nfree -= n;
        pa->nfree_dirty -= ndirty;
        bits_fill(pa->free, (Uintptr)first, n, 0);
        bits_fill(pa->dirty, (Uintptr)first, n, 1);
        update_summaries(pa, (Uintptr)first, n);
        return first;
}

void pagealloc_free(PageAlloc *pa, Uintptr first, Uintptr n)
{
        if (first + n > pa->npages || bits_count(pa->free, first, n) != 0)
                rt_throw("pagealloc: pages freed twice");
        bits_fill(pa->free, first, n, 1);
        update_summaries(pa, first, n);
        pa->nfree += n;
        pa->nfree_dirty += n;
}

Uintptr pagealloc_scavenge(PageAlloc *pa, Uintptr want, void (*release)(Uintptr first, Uintptr n))
{
        Uintptr done = 0;

        for (Uintptr w = (pa->npages + 63) / 64; w-- > 0 && done < want && pa->nfree_dirty > 0;) {
                uint64_t both = pa->free[w] & pa->dirty[w];
                while (both) {
                        uint32_t lo = (uint32_t)__builtin_ctzll(both);
                        uint64_t up = ~(both >> lo);
                        uint32_t n = up ? (uint32_t)__builtin_ctzll(up) : 64;
                        if (n > 64 - lo)
                                n = 64 - lo;
                        release(w * 64 + lo, n);
                        bits_fill(pa->dirty, w * 64 + lo, n, 0);
                        pa->nfree_dirty -= n;
                        done += n;
                        both = pa->free[w] & pa->dirty[w];
                }
        }
        return done;
}

void pagealloc_verify(const PageAlloc *pa)
{
        Uintptr nchunks = (pa->npages + CHUNK_PAGES - 1) / CHUNK_PAGES, nfree = 0;

        for (Uintptr i = 0; i < nchunks; i++) {
                PageSum s = chunk_summary(pa->free + i * CHUNK_WORDS);
                if (memcmp(&s, &pa->sum[0][i], sizeof s) != 0)
                        rt_throw("pagealloc: wrong chunk summary");
                nfree += bits_count(pa->free, i * CHUNK_PAGES, CHUNK_PAGES);
        }
        for (int k = 1; k <= pa->top; k++)
                for (Uintptr i = 0; i < pa->nsum[k] && i * level_pages(k) < pa->npages; i++) {
                        Uintptr left = pa->nsum[k - 1] - i * 8;
                        PageSum s = merge_summaries(pa->sum[k - 1] + i * 8, left < 8 ? (uint32_t)left : 8, level_pages(k - 1));
                        if (memcmp(&s, &pa->sum[k][i], sizeof s) != 0)
                                rt_throw("pagealloc: wrong summary");
                }
        if (nfree != pa->nfree)
                rt_throw("pagealloc: wrong count of free pages");
}
