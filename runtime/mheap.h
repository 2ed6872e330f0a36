/* mheap.h - the floors of the allocator: pages, spans, central lists, caches, and the heap that has them all.
 *
 *   arenas from the OS -> PageAlloc (8 KiB pages) -> MSpan (a run of pages cut into slots) -> MCentral (spans with
 *   room, per span class) -> MCache (one span per span class, of one P) -> an object
 *
 * The heap is one reserved address range, mapped from the front in steps of 4 MiB.  So span lookup and pointer bitmap
 * are arrays indexed by address.  Everything about an object is outside of it. */
#ifndef MINIGO_MHEAP_H
#define MINIGO_MHEAP_H

#include "runtime.h"

typedef struct MSpan MSpan;
typedef struct Finalizer Finalizer;
typedef struct MCache MCache;
typedef uint8_t SpanClass;              /* size class << 1 | noscan; size class 0: one object of whole pages */

enum { PAGE_SHIFT = 13, ARENA_BYTES = 64 << 20, ARENA_PAGES = ARENA_BYTES / GO_PAGE_SIZE };

/* ---- pages (pagealloc.c) ------------------------------------------------------------------------------------- */
enum { CHUNK_PAGES = 512, CHUNK_WORDS = CHUNK_PAGES / 64, PAGE_LEVELS = 8 };
typedef struct PageSum {
        uint32_t start, max, end;       /* free pages at the start, in the longest run, at the end */
} PageSum;
typedef struct PageAlloc {
        uint64_t *free;                 /* 1 bit a page, set: free */
        uint64_t *dirty;                /* set: touched since the OS gave it, so not known to be zero, and resident */
        PageSum  *sum[PAGE_LEVELS];     /* sum[0]: chunks of 512 pages; sum[k]: eight of sum[k-1] */
        uint32_t  nsum[PAGE_LEVELS];
        int       top;                  /* level with one entry */
        Uintptr   npages;               /* pages added so far */
        Uintptr   nfree;
        Uintptr   nfree_dirty;
} PageAlloc;

Uintptr pagealloc_metadata(Uintptr maxpages);           /* bytes of (reserved, zero) metadata that it needs */
void    pagealloc_init(PageAlloc *pa, Uintptr maxpages, void *metadata);
void    pagealloc_grow(PageAlloc *pa, Uintptr n);       /* n more pages, free and clean */
int64_t pagealloc_alloc(PageAlloc *pa, Uintptr n, Bool *dirty); /* lowest run of n pages, or -1 */
void    pagealloc_free(PageAlloc *pa, Uintptr first, Uintptr n);
/* Clear up to `want` dirty free pages from the top down, calling release(first, n) for each run; returns how many. */
Uintptr pagealloc_scavenge(PageAlloc *pa, Uintptr want, void (*release)(Uintptr first, Uintptr n));
void    pagealloc_verify(const PageAlloc *pa);

/* ---- spans ------------------------------------------------------------------------------------------------------ */
struct MSpan {
        /* one cache line: all that marking and slot lookup read */
        uintptr_t base;
        uintptr_t limit;                /* end of the last slot */
        uint32_t  divmagic;             /* slot index = offset * divmagic >> 32; 0 when there is one slot */
        uint32_t  nelems;
        uint32_t  freeindex;            /* slots below are allocated, from here see allocbits; == nelems when full */
        SpanClass spanclass;
        Bool      needzero;             /* free slots may hold old bytes */
        Bool      sampled;              /* has samples of the profile; guarded by mprof.c's lock */
        Uintptr   elemsize;
        uint64_t *markbits;             /* [nelems bits]; of the cycle under way or just ended */
        uint64_t *allocbits;            /* survivors of the last sweep */
        const GoType **types;           /* [nelems] of scan spans with slots over RT_MAX_BITMAP_SIZE: the slot is an array of this */

        uint32_t  alloccount;           /* allocated slots; of a cached span without the current run's */
        uint32_t  sweepgen;             /* with h = heap->sweepgen: h-2 unswept, h-1 being swept, h swept,
                                         * h+1 cached and unswept, h+3 cached and swept */
        Uintptr   npages;
        uint32_t  allindex;             /* in heap->allspans */
        struct SpanList *list;          /* the central list that it is on, NULL: none */
        MSpan    *next, *prev;
        const GoType *type0;            /* types of a span with one slot */
        Finalizer *finalizers;          /* of its objects, by address; guarded by mfinal.c's lock */
};
static_assert(sizeof(MSpan) == 128 && offsetof(MSpan, alloccount) == 64, "MSpan is two cache lines");

/* The bit count that every x86-64 has. */
static inline uint32_t count_bits(uint64_t w) {
        w -= w >> 1 & 0x5555555555555555u;
        w = (w & 0x3333333333333333u) + (w >> 2 & 0x3333333333333333u);
        return (uint32_t)(((w + (w >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u >> 56);
}
static inline Bool span_is_noscan(const MSpan *s) { return s->spanclass & 1; }
static inline Uintptr span_bytes(const MSpan *s) { return s->npages << PAGE_SHIFT; }
static inline uint32_t span_index(const MSpan *s, uintptr_t p) { return (uint32_t)((p - s->base) * s->divmagic >> 32); }
static inline Bool bit_get(const uint64_t *b, uint32_t i) { return b[i >> 6] >> (i & 63) & 1; }
static inline void bit_set(uint64_t *b, uint32_t i) { b[i >> 6] |= 1ull << (i & 63); }
/* True when slot i holds no object: the span must not be cached, or its cache flushed. */
static inline Bool span_slot_is_free(const MSpan *s, uint32_t i) { return i >= s->freeindex && !bit_get(s->allocbits, i); }

typedef struct SpanList {
        MSpan *first;
        Uintptr n;
} SpanList;
void spanlist_push(SpanList *l, MSpan *s);
void spanlist_remove(MSpan *s);

/* ---- central ------------------------------------------------------------------------------------------------------ */
typedef struct MCentral {
        RtLock lock;
        SpanClass spanclass;
        SpanList partial[2], full[2];   /* [sweepgen / 2 % 2] swept, the other half unswept */
} MCentral;
static inline int half_swept(uint32_t sweepgen) { return sweepgen / 2 % 2; }
static inline int half_unswept(uint32_t sweepgen) { return 1 - sweepgen / 2 % 2; }
MSpan *mcentral_cache(MCentral *c);                     /* a span with room for a cache; NULL: out of memory */
void   mcentral_uncache(MCentral *c, MSpan *s);         /* a cache gives s back */

/* ---- cache ---------------------------------------------------------------------------------------------------------- */
typedef struct SupplyCount {
        uint64_t allocs;                /* slots used up, by whole runs, not yet in rt_stats */
        uint64_t runs;                  /* runs of slots taken from the cached span */
        uint64_t refills;               /* spans taken from central */
} SupplyCount;
enum { GREY_SLOTS = 254 };
typedef struct GreyBuf {
        struct GreyBuf *next;
        Uintptr n;
        uintptr_t obj[GREY_SLOTS];      /* starts of objects, or of pieces of large ones */
} GreyBuf;
typedef struct GcWork {                 /* one P's share of marking */
        GreyBuf *buf, *other;           /* pushes and pops go to buf; either may be NULL */
        uint64_t marked;                /* bytes that it marked in this cycle */
        uint64_t scanned, stack_scanned, global_scanned;        /* bytes since it last accounted */
} GcWork;
struct MCache {
        RtAllocCache a;                 /* first: rt_alloccache points here */
        MSpan      *span[RT_NSPANCLASS];/* &mspan_empty: none */
        uintptr_t   runstart[RT_NSPANCLASS];
        SupplyCount supply[RT_NSPANCLASS];
        GcWork      work;
        Uintptr     newbytes;           /* taken from the heap since the collector was last asked */
        Uintptr     stale;              /* as many since the dead part of the stack was cleared */
        uint32_t    stress;             /* allocations until the next forced collection */
        Int         rate;               /* MemProfileRate when nextsample was drawn */
        int64_t     nextsample;         /* bytes that runs may have before the next sample of the profile; < 0: not drawn yet */
        Bool        due[RT_NSPANCLASS]; /* the slot after the current run is a sample */
        Bool        sampled;            /* the slot just taken is one */
};
extern MSpan mspan_empty;
MCache *mcache_new(void);
uint64_t mcache_sys(void);              /* bytes of all that were made */
/* The next free slot of span class spc, taken; its memory is zeroed and its pointer bits are clear when the class is a
 * scan class of small slots, else *needzero says whether it may hold old bytes.  *refilled: a span came from central,
 * so the caller looks whether a collection is due.  NULL: out of memory.  Inside a section. */
void *mcache_nextslot(MCache *c, SpanClass spc, Bool *needzero, Bool *refilled);
void mcache_flush(MCache *c);           /* gives back every span; before a collection */
void mcache_account(MCache *c);         /* brings the counts of cached spans up to date, keeping them */

/* ---- heap ----------------------------------------------------------------------------------------------------------- */
typedef struct ClassStat {
        uint64_t nmalloc, nfree;        /* objects; caches add theirs when flushed or accounted */
        uint64_t runs, refills;         /* the same for SupplyCount's */
        uint64_t grows;                 /* spans made */
        uint64_t spans;                 /* in existence */
} ClassStat;
typedef struct HeapStats {
        ClassStat class[RT_NSPANCLASS];
        uint64_t large_malloc_bytes, large_free_bytes;
        uint64_t tiny_allocs;
        uint64_t os_requests, os_bytes; /* steps of growth */
        uint64_t released_bytes;        /* given back to the OS, not taken again */
        uint64_t other_sys, gc_sys;
        uint64_t scavenged_total;
} HeapStats;
extern HeapStats rt_stats;              /* class[]: guarded by the central's lock or, for class 0, the heap's */

typedef struct MHeap {
        RtLock     lock;
        PageAlloc  pages;
        uintptr_t  base;                /* of the reserved range */
        uintptr_t  mapped;              /* bytes usable from base */
        uintptr_t  reserved;
        MSpan    **spans;               /* [reserved pages]; NULL: free page */
        MSpan    **allspans;
        uint64_t  *final_pages;         /* 1 bit a page: a span with finalizers starts there; atomic */
        uint32_t   nspans;
        uint32_t   sweepgen;            /* += 2 at each collection */
        uint32_t   sweepnext;           /* allspans from here downwards may be unswept */
        uint64_t   inuse_pages;         /* of spans */
        uint64_t   own_pages;           /* of mheap_alloc_pages */
        MCentral   central[RT_NSPANCLASS];
} MHeap;
extern MHeap mheap;

void   mheap_init(void);
MSpan *mheap_alloc(Uintptr npages, SpanClass spc, Uintptr elemsize);   /* swept, on no list; NULL: out of memory */
void   mheap_free(MSpan *s);
void  *mheap_alloc_pages(Uintptr n);    /* for the runtime's own use: of no span, with any contents; NULL: out of memory */
void   mheap_free_pages(void *p, Uintptr n);
Uintptr mheap_scavenge(Uintptr want_pages);    /* gives free resident pages back to the OS; returns how many */
static inline MSpan *mheap_span_of(uintptr_t p) {
        uintptr_t off = p - mheap.base;
        return off < mheap.mapped ? __atomic_load_n(&mheap.spans[off >> PAGE_SHIFT], __ATOMIC_ACQUIRE) : NULL;
}
void   out_of_memory(Uintptr n) RT_NORETURN;
void   mheap_drop_reserve(void);        /* dying: addresses that are not mapped yet are given up */
typedef struct HeapRecords {            /* bytes of metadata, by kind */
        uint64_t spans_inuse, spans_sys, bits_sys;
} HeapRecords;
HeapRecords mheap_records(void);

/* ---- pointer maps (ptrmap.c) ------------------------------------------------------------------------------------------ */
void ptrbits_clear(uintptr_t p, Uintptr n);
void ptrbits_set_type(uintptr_t p, Uintptr slot, Uintptr size, const GoType *t);       /* bits of the slot are clear */
const uint8_t *type_ptrmask(const GoType *t);           /* 1 bit a word of ptrdata; unrolls GC programs once */
void type_prepare(const GoType *t);                     /* before objects of t exist: unrolling allocates */

/* ---- collector ----------------------------------------------------------------------------------------------------------- */
typedef enum GcPhase { GC_OFF, GC_MARK } GcPhase;
typedef enum GcReason { GC_DUE, GC_TIMED, GC_FORCED } GcReason;        /* the trigger; no cycle for a while; somebody asked */
typedef struct GcState {
        GcPhase  phase;                 /* written with the world stopped */
        Bool     enabled;               /* set when the runtime is ready */
        int32_t  percent;               /* GOGC; < 0: off */
        int64_t  memory_limit;
        uint64_t live;                  /* bytes allocated, free slots of cached spans included */
        uint64_t marked;                /* bytes that the last cycle found alive or that were allocated during it */
        uint64_t lasting;               /* of them, those that the next cycle is expected to find again */
        /* the pacer's; see mgcpacer.c */
        uint64_t trigger, goal;         /* start a cycle when live reaches trigger, to have it done at goal */
        uint64_t triggered;             /* live at the start of the cycle under way */
        uint64_t runway;
        double   cons_mark;
        uint64_t heap_scan, stack_scan, global_scan;            /* bytes scanned in this cycle */
        uint64_t scan_work;             /* their sum */
        int64_t  credit;                /* of it by workers and not yet spent */
        uint64_t last_heap_scan, last_stack_scan, last_global_scan;
        uint64_t assist_ns, background_ns, idle_ns;             /* processor time of this cycle */
        /* for reports */
        uint64_t lastpages;             /* in use at the end of marking, garbage included */
        uint64_t lastgoal, heap0, heap1;/* live at the start and the end of marking */
        int64_t  t_sweepterm, t_mark, t_markterm, t_end;        /* when the steps of the cycle began */
        Bool     forced;
        Bool     alone;                 /* the last cycle was so short that this one tries to do without other threads */
        uint32_t ncycles, nforced;      /* ended */
        uint64_t pause_total;
        uint64_t pause_ns[256], pause_end[256];
        int64_t  last_end;              /* wall clock ns */
        uint64_t cputime, start;
        int64_t  force_period;          /* ns without a cycle after which one is started */
        uint32_t stress;                /* GODEBUG=gcstress=N */
        Bool     trace, poison, verify;
} GcState;
extern GcState rt_gcstate;
static inline Bool gc_is_due(void) { return rt_gcstate.live >= rt_gcstate.trigger && rt_gcstate.enabled && rt_gcstate.phase == GC_OFF; }
void gc_init(void);
void gc_stress(void);                   /* gcstress=N's turn has come */
void gc_start(GcReason why);            /* start a cycle unless one is under way; from a goroutine outside sections, else it does nothing */
void gc_assist(Uintptr n);              /* the caller has allocated n bytes while marking is under way; outside sections */
void gc_procresize(int32_t n);          /* GOMAXPROCS becomes n; the world is stopped */
G   *gc_sysmon(int64_t now);            /* from time to time: the goroutine to ready that starts a cycle, if it is time for one */

/* pacing (mgcpacer.c) */
uint64_t pacer_lasting(uint64_t before, uint64_t triggered, uint64_t found, uint64_t born);
uint64_t pacer_goal(uint64_t marked, uint64_t lasting, uint64_t roots, int32_t percent);
uint64_t pacer_trigger(uint64_t marked, uint64_t goal, uint64_t runway);
double   pacer_cons_mark(uint64_t allocated, uint64_t scanned, double utilization, double idle);
void gc_pace(void);                     /* goal and trigger from marked, percent and limit */
void pacer_start(void);
void pacer_account(GcWork *w, Bool credit);
Uintptr pacer_debt(Uintptr n);
Bool pacer_is_over(void);
void pacer_end(uint64_t ns);

/* grey objects (mgcwork.c); pushing, popping and handing over inside a section, w being this P's */
void grey_push_slow(GcWork *w, uintptr_t obj);
Bool grey_pop_slow(GcWork *w, uintptr_t *obj);
static inline void grey_push(GcWork *w, uintptr_t obj) {
        if (w->buf && w->buf->n < GREY_SLOTS)
                w->buf->obj[w->buf->n++] = obj;
        else
                grey_push_slow(w, obj);
}
static inline Bool grey_pop(GcWork *w, uintptr_t *obj) {
        if (w->buf && w->buf->n > 0) {
                *obj = w->buf->obj[--w->buf->n];
                return 1;
        }
        return grey_pop_slow(w, obj);
}
void grey_flush(GcWork *w);             /* hands all buffers over */
void grey_share(GcWork *w);
Bool grey_is_empty(const GcWork *w);
Bool grey_waiting(void);                /* are there buffers in the global list? */
void grey_retire(void);                 /* marking has ended, the world is stopped, no P has a buffer */
Bool grey_free_one(void);               /* gives pages of retired buffers back to the heap; 0: there are none.  Outside sections */

/* marking (mgcmark.c) */
GcWork *gc_this_work(void);             /* this P's */
void gc_mark_prepare(void);             /* lists the roots; the world is stopped */
Uintptr gc_mark_step(Uintptr budget, Bool credit);      /* a root job, some goroutines, or about budget bytes of grey objects; 0: found
                                         * nothing.  Outside sections */
void gc_claim_scan(G *g);               /* the caller will scan g, itself: with the world stopped */
void gc_scan_claimed(G *g);             /* on g0 */
void gc_visit_globals(void (*visit)(const char *lo, const char *hi));   /* the ranges of globals with pointers; lo may be NULL */
Bool gc_has_roots(void);                /* that nobody has looked at */
Bool gc_has_work(void);                 /* roots or buffers for anybody */
Uintptr gc_drain(GcWork *w, Uintptr budget);            /* bytes scanned; < budget: nothing grey is left but with other Ps */
void gc_mark_pointer(uintptr_t p);      /* shade what p points into */
void gc_mark_range(const void *lo, const void *hi);     /* each word may be a pointer */
void gc_mark_contents(uintptr_t obj);   /* shade what the object points to, not itself */
Bool gc_is_marked(uintptr_t obj);
void gc_mark_bits(MSpan *s, uint32_t from, uint32_t to);        /* slots [from, to) become black */
void gc_unmark_bits(MSpan *s, uint32_t from, uint32_t to);

/* sweeping (mgcsweep.c) */
void gc_sweep_span(MSpan *s, Bool keep, Uintptr *freed_pages);  /* s was claimed and is on no list; keep: the caller takes it, else it
                                         * goes to central or, when empty, back to the heap */
Bool gc_sweep_claim(MSpan *s);
Bool gc_sweep_one(Uintptr *freed_pages);/* sweep some unswept span; 0: none left */
void gc_sweep_finish(void);
void gc_sweep_large(void);
Uintptr gc_surplus_pages(void);          /* free and resident beyond what the next cycle will want, with a tenth to spare */
void gc_make_sweeper(void);
void gc_sweeper_due(int64_t now);       /* a cycle has ended */
G   *gc_sweeper_for_idle(void);         /* the caller's P has nothing to do: the sweeper, runnable, if there is something for it */
G   *gc_sweeper_overdue(int64_t now);   /* sysmon's: the sweeper, to be readied, if nobody was idle for long enough */
/* finalizers (mfinal.c) */
void finalizers_mark(Uintptr first, Uintptr n);         /* what the finalizers of spans that start in these pages (a multiple of 64) need, but
                                         * not their objects */
void finalizers_mark_queue(void);
void finalizers_sweep(MSpan *s);        /* before the bits are traded: keeps slots with finalizers once more and queues those */
void finalizers_wake(void);
void timers_mark(void);                 /* time.c */
/* the profile of allocations (mprof.c) */
Int  mprof_rate(void);                  /* runtime.MemProfileRate */
int64_t mprof_next(Int rate);           /* bytes to the next sample, drawn at random */
void mprof_malloc(uintptr_t p);         /* the caller's stack allocated p, which is a sample; inside a section */
void mprof_sweep(MSpan *s);             /* before the bits are traded: counts the samples that died */
void mprof_next_cycle(void);            /* marking has ended, the world is stopped */
void mprof_flush(void);                 /* afterwards, beside the program */
void mprof_swept(void);                 /* all of the last cycle's garbage is swept */
uint64_t mprof_sys(void);               /* bytes of its buckets */
Bool mcache_sample(MCache *c, Uintptr n);       /* is an object of n bytes that does not come from a run a sample? */
/* checks (mverify.c) */
void heap_verify(void);

#endif
