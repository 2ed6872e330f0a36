/* mgcmark.c - finding what is alive, in steps, beside the program.
 *
 * White: unmarked; grey: marked and in a buffer of mgcwork.c; black: marked and scanned.  What is found is what could be
 * reached when the cycle started (mgcwb.c says why).  The roots are the program's pointer globals, goroutine stacks from the
 * saved stack pointer up, G structures, timers, finalizers and the ranges given to rt_gc_addroot; all are read word by
 * word, any word that points into an allocated slot keeps that slot.  Heap objects are read by their pointer maps.
 *
 * A goroutine is scanned once a cycle, by whoever comes first: a mark step that walks the list of all, or its own M before
 * it continues the goroutine.  The right to scan is g->scangen going from an old value to SCANNING by compare and swap;
 * a goroutine runs only when its scangen is gc_scangen.  So a stack never changes while it is read, and nobody is stopped
 * for it.  A mark step reads a deep stack in pieces and gives the right up between them; g->scan_at says how far.  Who scans it
 * also frees the segments of its stack that are not in use.
 *
 * Mark bits are set with an atomic or, since slots of one word are marked by different threads.  Objects wait in a small
 * ring between buffer and scan, so that the cache lines they need are on their way.  Objects over OBLET bytes are scanned in
 * pieces of that size, which are grey one by one.
 * After: Cher, Hosking, Vitek, "Software prefetching for mark-sweep garbage collection" (2004), for the ring. */
#include "scheduler.h"

extern char rt_data_ptr_start[] __attribute__((weak)), rt_data_ptr_end[] __attribute__((weak));
extern char rt_bss_ptr_start[] __attribute__((weak)), rt_bss_ptr_end[] __attribute__((weak));

enum { RING = 16, MAX_ROOTS = 64, OBLET = 128 << 10, ROOT_CHUNK = 64 << 10, STACK_PIECE = 256 << 10 };
#define SCANNING (~0u)

static struct {
        void **p;
        Uintptr nwords;
} extra_roots[MAX_ROOTS];
static int nextra_roots;

static struct {
        uint32_t next, n;               /* root jobs: timers, the queue of finalizers, then chunks of what these count */
        uint32_t narenas;               /* arenas, whose spans have finalizers */
        uint32_t ndata;                 /* chunks of the initialised globals; those of the others come last */
        RtLock   lock;                  /* guards nextg */
        G       *nextg;                 /* goroutines from here on were not looked at */
} jobs;
uint32_t gc_scangen = 1;

void rt_gc_addroot(void **p, Uintptr nwords)
{
        rt_section_enter();
        if (nextra_roots == MAX_ROOTS)
                rt_throw("too many collector roots");
        extra_roots[nextra_roots].p = p;
        extra_roots[nextra_roots].nwords = nwords;
        __atomic_store_n(&nextra_roots, nextra_roots + 1, __ATOMIC_RELEASE);
        rt_section_leave();
}

GcWork *gc_this_work(void)
{
        return &((MCache *)rt_alloccache)->work;
}

/* Set a mark bit; was it clear?  A single P needs no atomic. */
static inline Bool set_mark(uint64_t *w, uint64_t bit)
{
        if (*(volatile uint64_t *)w & bit)
                return 0;
        if (rt_gomaxprocs == 1) {
                *w |= bit;
                return 1;
        }
        return !(__atomic_fetch_or(w, bit, __ATOMIC_RELAXED) & bit);
}

/* Mark what p points into; grey if it has pointers. */
static inline void shade(GcWork *w, uintptr_t p)
{
        MSpan *s = mheap_span_of(p);
        if (!s || p >= s->limit)
                return;
        uint32_t i = span_index(s, p);
        uint64_t bit = 1ull << (i & 63);
        if (s->markbits[i >> 6] & bit || span_slot_is_free(s, i) || !set_mark(&s->markbits[i >> 6], bit))
                return;
        w->marked += s->elemsize;
        if (!span_is_noscan(s))
                grey_push(w, s->base + i * s->elemsize);
}

/* Most words are no addresses of the heap: they cost a comparison with what is in registers. */
static inline void shade_mask(GcWork *w, const uintptr_t *p, uint64_t m)
{
        uintptr_t base = mheap.base, size = mheap.mapped;

        for (; m; m &= m - 1) {
                uintptr_t v = p[__builtin_ctzll(m)];
                if (v - base < size)
                        shade(w, v);
        }
}

static void shade_words(GcWork *w, const uintptr_t *p, Uintptr n)
{
        uintptr_t base = mheap.base, size = mheap.mapped;

        for (; n >= 8; p += 8, n -= 8) {        /* large objects have long stretches of nil */
                if (!(p[0] | p[1] | p[2] | p[3] | p[4] | p[5] | p[6] | p[7]))
                        continue;
                for (int i = 0; i < 8; i++)
                        if (p[i] - base < size)
                                shade(w, p[i]);
        }
        for (; n > 0; p++, n--)
                if (*p - base < size)
                        shade(w, *p);
}

static void shade_range(GcWork *w, uintptr_t lo, uintptr_t hi)
{
        lo = (lo + 7) & ~(uintptr_t)7;
        if (lo < hi)
                shade_words(w, (const uintptr_t *)lo, (hi - lo) / 8);
}

/* Words [first, n) of the element at p, whose pointers are in mask. */
static void scan_element(GcWork *w, const uintptr_t *p, Uintptr first, Uintptr n, const uint8_t *mask)
{
        for (Uintptr i = first & ~(Uintptr)7; i < n;) {
                Uintptr all = i;
                uint64_t eight;
                while (all >= first && all + 64 <= n && (memcpy(&eight, mask + all / 8, 8), eight == ~(uint64_t)0))
                        all += 64;
                while (all >= first && all + 8 <= n && mask[all / 8] == 0xff)
                        all += 8;
                if (all > i) {
                        shade_words(w, p + i, all - i);
                        i = all;
                        continue;
                }
                uint8_t m = mask[i / 8];
                if (n - i < 8)
                        m &= (uint8_t)((1 << (n - i)) - 1);
                if (i < first)
                        m &= (uint8_t)(0xff << (first - i));
                shade_mask(w, p + i, m);
                i += 8;
        }
}

/* An array of t starts at obj; its part [lo, hi) is scanned. */
static void scan_array(GcWork *w, uintptr_t obj, uintptr_t lo, uintptr_t hi, const GoType *t)
{
        const uint8_t *mask = type_ptrmask(t);
        Uintptr nbits = t->ptrdata / 8;

        if (t->size == 8) {
                shade_range(w, lo, hi);
                return;
        }
        for (uintptr_t e = lo - (lo - obj) % t->size; e < hi; e += t->size)
                scan_element(w, (const uintptr_t *)e, e < lo ? (lo - e) / 8 : 0, (hi - e) / 8 < nbits ? (hi - e) / 8 : nbits, mask);
}

/* Shade what the object, or the piece of a large one, at p points to.  Returns the bytes looked at. */
static Uintptr scan_object(GcWork *w, uintptr_t p)
{
        MSpan *s = mheap_span_of(p);

        if (s->types) {
                uint32_t i = span_index(s, p);
                uintptr_t obj = s->base + i * s->elemsize, end = obj + s->elemsize;
                if (end - p > OBLET) {
                        if (p == obj)
                                for (uintptr_t piece = obj + OBLET; piece < end; piece += OBLET)
                                        grey_push(w, piece);
                        end = p + OBLET;
                }
                scan_array(w, obj, p, end, s->types[i]);
                return end - p;
        }
        const uint64_t *b = &rt_ptrbits[p >> 9];
        uint32_t sh = p >> 3 & 63, n = (uint32_t)s->elemsize / 8;
        uint64_t m = b[0] >> sh;
        if (sh + n > 64)
                m |= b[1] << (64 - sh);
        if (n < 64)
                m &= (1ull << n) - 1;
        shade_mask(w, (uintptr_t *)p, m);
        return s->elemsize;
}

Uintptr gc_drain(GcWork *w, Uintptr budget)
{
        uintptr_t ring[RING];
        uint32_t head = 0, n = 0;
        Uintptr done = 0;

        while (done < budget) {
                while (n < RING && grey_pop(w, &ring[(head + n) % RING]))
                        __builtin_prefetch((void *)ring[(head + n++) % RING]);
                if (n == 0)
                        break;
                done += scan_object(w, ring[head]);
                head = (head + 1) % RING;
                n--;
        }
        while (n > 0)
                grey_push(w, ring[(head + --n) % RING]);
        w->scanned += done;
        return done;
}

void gc_mark_pointer(uintptr_t p)
{
        shade(gc_this_work(), p);
}

void gc_mark_range(const void *lo, const void *hi)
{
        shade_range(gc_this_work(), (uintptr_t)lo, (uintptr_t)hi);
}

void gc_mark_contents(uintptr_t obj)
{
        if (!span_is_noscan(mheap_span_of(obj)))
                scan_object(gc_this_work(), obj);
}

Bool gc_is_marked(uintptr_t obj)
{
        MSpan *s = mheap_span_of(obj);

        return s && obj < s->limit && bit_get(s->markbits, span_index(s, obj));
}

void gc_mark_bits(MSpan *s, uint32_t from, uint32_t to)
{
        while (from < to) {
                uint32_t sh = from & 63, k = 64 - sh < to - from ? 64 - sh : to - from;
                __atomic_fetch_or(&s->markbits[from >> 6], (k == 64 ? ~0ull : (1ull << k) - 1) << sh, __ATOMIC_RELAXED);
                from += k;
        }
}

void gc_unmark_bits(MSpan *s, uint32_t from, uint32_t to)
{
        while (from < to) {
                uint32_t sh = from & 63, k = 64 - sh < to - from ? 64 - sh : to - from;
                __atomic_fetch_and(&s->markbits[from >> 6], ~((k == 64 ? ~0ull : (1ull << k) - 1) << sh), __ATOMIC_RELAXED);
                from += k;
        }
}

/* ---- goroutines ------------------------------------------------------------------------------------------------- */

/* Scan up to n bytes of g, whose scan right the caller has; 1: that was the rest. */
static Bool scan_stack(GcWork *w, G *g, Uintptr n)
{
        if (!g->scan_at) {
                Bool waits = g_status(g) == G_WAITING;
                if (g->waitsince && waits)
                        rt_stack_cool(g, (uintptr_t)g->sp);
                else if (!g->waitsince && (waits || g_status(g) == G_SYSCALL))
                        g->waitsince = rt_gcstate.t_sweepterm;
                shade_range(w, (uintptr_t)g, (uintptr_t)g->sysregs);
                if (g_status(g) == G_SYSCALL)
                        shade_range(w, (uintptr_t)g->sysregs, (uintptr_t)(g->sysregs + RT_JB_WORDS));
                if (!g->sp)
                        return 1;
                rt_stack_trim(g);
                g->scan_seg = g->seg;
                g->scan_at = (uintptr_t)g->sp;
        }
        for (const StackSeg *s = g->scan_seg; s; s = s->prev) {
                uintptr_t lo = s == g->scan_seg ? g->scan_at : s->sp, hi = s->hi - lo > n ? lo + n : s->hi;
                shade_range(w, lo, hi);
                w->stack_scanned += hi - lo;
                n -= hi - lo;
                if (hi < s->hi) {
                        g->scan_seg = s;
                        g->scan_at = hi;
                        return 0;
                }
        }
        g->scan_at = 0;
        return 1;
}

/* Scan g, or a piece of n bytes of it.  0: a piece is left.  1: it is done, or somebody else is at it; that is its M, which does all of it
 * in one section, so the world does not stop before it is done. */
static Bool scan_goroutine(GcWork *w, G *g, Uintptr n)
{
        uint32_t old = __atomic_load_n(&g->scangen, __ATOMIC_ACQUIRE);

        if (old == gc_scangen || old == SCANNING ||
            !__atomic_compare_exchange_n(&g->scangen, &old, SCANNING, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
                return 1;
        Bool done = scan_stack(w, g, n);
        __atomic_store_n(&g->scangen, done ? gc_scangen : old, __ATOMIC_RELEASE);
        return done;
}

void gc_claim_scan(G *g)
{
        g->scangen = SCANNING;
}

void gc_scan_claimed(G *g)
{
        scan_stack(gc_this_work(), g, ~(Uintptr)0);
        __atomic_store_n(&g->scangen, gc_scangen, __ATOMIC_RELEASE);
}

void gc_scan_before_run(G *g)
{
        scan_goroutine(gc_this_work(), g, ~(Uintptr)0);
        while (__atomic_load_n(&g->scangen, __ATOMIC_ACQUIRE) != gc_scangen) {  /* a mark step reads a piece of it */
                rt_cpurelax();
                scan_goroutine(gc_this_work(), g, ~(Uintptr)0);
        }
}

static G *next_goroutine(void)
{
        rt_lock(&jobs.lock);
        G *g = jobs.nextg;
        if (g)
                __atomic_store_n(&jobs.nextg, g->alllink, __ATOMIC_RELAXED);
        rt_unlock(&jobs.lock);
        return g;
}

/* A goroutine that is born meanwhile has nothing to scan and says so before it leaves G_DEAD. */
static Bool has_stack(const G *g)
{
        uint32_t status = g_status(g);

        return status != G_DEAD && status != G_IDLE;
}

static Uintptr scan_some_goroutines(GcWork *w, G *g, Uintptr budget)
{
        uint64_t before = w->stack_scanned;

        do {
                if (has_stack(g))
                        while (!scan_goroutine(w, g, STACK_PIECE)) {
                                rt_section_leave();
                                rt_section_enter();
                                w = gc_this_work();
                                before = w->stack_scanned;
                        }
        } while (w->stack_scanned - before < budget && (g = next_goroutine()));
        return w->stack_scanned - before + 1;
}

/* ---- the other roots ---------------------------------------------------------------------------------------------- */

static Uintptr nchunks(const char *lo, const char *hi)
{
        return lo ? ((Uintptr)(hi - lo) + ROOT_CHUNK - 1) / ROOT_CHUNK : 0;
}

static Uintptr scan_chunk(GcWork *w, const char *lo, const char *hi, Uintptr i)
{
        const char *from = lo + i * ROOT_CHUNK, *to = (Uintptr)(hi - from) > ROOT_CHUNK ? from + ROOT_CHUNK : hi;

        shade_range(w, (uintptr_t)from, (uintptr_t)to);
        w->global_scanned += (Uintptr)(to - from);
        return (Uintptr)(to - from);
}

static Uintptr run_job(GcWork *w, uint32_t i)
{
        switch (i) {
        case 0:
                timers_mark();
                return 1;
        case 1:
                finalizers_mark_queue();
                return 1;
        default:
                i -= 2;
                if (i < jobs.narenas) {
                        finalizers_mark((Uintptr)i * ARENA_PAGES, ARENA_PAGES);
                        return 1;
                }
                i -= jobs.narenas;
                return i < jobs.ndata ? scan_chunk(w, rt_data_ptr_start, rt_data_ptr_end, i)
                                      : scan_chunk(w, rt_bss_ptr_start, rt_bss_ptr_end, i - jobs.ndata);
        }
}

void gc_visit_globals(void (*visit)(const char *lo, const char *hi))
{
        visit(rt_data_ptr_start, rt_data_ptr_end);
        visit(rt_bss_ptr_start, rt_bss_ptr_end);
}

void gc_mark_prepare(void)
{
        if (++gc_scangen == SCANNING)
                gc_scangen = 1;
        jobs.ndata = (uint32_t)nchunks(rt_data_ptr_start, rt_data_ptr_end);
        jobs.narenas = (uint32_t)((mheap.mapped + ARENA_BYTES - 1) / ARENA_BYTES);
        jobs.n = 2 + jobs.narenas + jobs.ndata + (uint32_t)nchunks(rt_bss_ptr_start, rt_bss_ptr_end);
        jobs.next = 0;
        jobs.nextg = rt_allgs;
        for (int i = 0; i < nextra_roots; i++)
                gc_mark_range(extra_roots[i].p, extra_roots[i].p + extra_roots[i].nwords);
}

Bool gc_has_roots(void)
{
        return __atomic_load_n(&jobs.next, __ATOMIC_RELAXED) < jobs.n || __atomic_load_n(&jobs.nextg, __ATOMIC_RELAXED);
}

Bool gc_has_work(void)
{
        return gc_has_roots() || grey_waiting();
}

/* A small heap is marked sooner than another thread would have been woken. */
enum { ALONE_NS = 100000 };

Uintptr gc_mark_step(Uintptr budget, Bool credit)
{
        Uintptr done;
        uint32_t i;
        G *g;

        rt_section_enter();
        GcWork *w = gc_this_work();
        if (__atomic_load_n(&jobs.next, __ATOMIC_RELAXED) < jobs.n && (i = __atomic_fetch_add(&jobs.next, 1, __ATOMIC_RELAXED)) < jobs.n)
                done = run_job(w, i);
        else if (__atomic_load_n(&jobs.nextg, __ATOMIC_RELAXED) && (g = next_goroutine()))
                done = scan_some_goroutines(w, g, budget);
        else
                done = gc_drain(w, budget);
        w = gc_this_work();
        if (rt_gomaxprocs > 1 && (!rt_gcstate.alone || rt_nanotime() - rt_gcstate.t_mark >= ALONE_NS)) {
                if (!grey_waiting())
                        grey_share(w);
                if (load_relaxed(&sched.npidle) > 0 && grey_waiting())
                        p_wake();
        }
        pacer_account(w, credit);
        rt_section_leave();
        return done;
}
