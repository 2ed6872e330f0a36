/* mprof.c - runtime.MemProfile: who allocated, by a sample of the allocations.
 *
 * On average one byte in MemProfileRate is drawn, and its object is a sample: for each cache the distance to the next one is
 * exponentially distributed.  The fast path counts nothing: a cache that cuts a run of slots takes as many bytes off the distance, or
 * ends the run before the slot that has the drawn byte, which then comes alone (mcache.c).  The distribution has no memory, so
 * all classes may share one distance.
 * A sample's stack and size lead to a bucket, which counts; that the object died is seen by the sweep of its span, which has
 * `sampled` set.  Buckets stay; they and the samples are metadata.
 * Allocations are counted at once, frees by a sweep later: so that a profile does not show the garbage of half a cycle, each event goes
 * to the cycle at whose end it is to be seen, and what is published is the sum up to the last cycle that was swept as a whole.
 * After: runtime/mprof.go of Go 1.19. */
#include "lang.h"
#include "mheap.h"

enum { MAX_STACK = 32, MAX_RAW = MAX_STACK + 8, NBUCKETS = 1 << 12, NSPANS = 1 << 14, NCYCLES = 3, ALLOC_CYCLE = 2, FREE_CYCLE = 1 };

typedef struct Counts {
        uint64_t allocs, frees, alloc_bytes, free_bytes;
} Counts;
typedef struct Bucket {
        struct Bucket *next;            /* of the same hash */
        struct Bucket *allnext;
        uint64_t hash;
        Uintptr size;
        Int nstk;
        Counts active;                  /* published */
        Counts future[NCYCLES];         /* of the cycles at whose end they will be, by cycle % NCYCLES */
        uintptr_t stk[];                /* return addresses, those in the runtime's C included */
} Bucket;
typedef struct Sample {
        struct Sample *next;
        MSpan *span;
        uint32_t slot;
        Bucket *bucket;
} Sample;
typedef struct Record {                 /* runtime.MemProfileRecord */
        int64_t alloc_bytes, free_bytes, alloc_objects, free_objects;
        uintptr_t stack[MAX_STACK];
} Record;

static struct {
        RtLock lock;                    /* guards all of it */
        Bucket **buckets;               /* [NBUCKETS], by hash */
        Bucket *all;
        Sample **samples;               /* [NSPANS], by the span's first page */
        uint32_t cycle;
        Bool flushed;                   /* this cycle's counts are published */
        uint64_t sys;
} prof;
static RtFixAlloc sample_alloc = { .size = sizeof(Sample) };

extern Int runtime$MemProfileRate __attribute__((weak));

Int mprof_rate(void)
{
        Int *rate = &runtime$MemProfileRate;

        return rate ? *(volatile Int *)rate : 0;
}

uint64_t mprof_sys(void)
{
        return prof.sys;
}

/* ---- drawing ------------------------------------------------------------------------------------------------------- */

/* -ln(u) for 0 < u <= 1, by the series of artanh for the mantissa; the error is below 1e-5. */
static double minus_ln(double u)
{
        enum { MANTISSA = 52, BIAS = 1023 };
        uint64_t bits;

        memcpy(&bits, &u, 8);
        int exponent = (int)(bits >> MANTISSA) - BIAS;
        bits = (bits & ((1ull << MANTISSA) - 1)) | (uint64_t)BIAS << MANTISSA;
        memcpy(&u, &bits, 8);
        double t = (u - 1) / (u + 1), t2 = t * t;
        return -(exponent * 0.6931471805599453 + 2 * t * (1 + t2 * (1.0 / 3 + t2 * (1.0 / 5 + t2 * (1.0 / 7 + t2 / 9)))));
}

int64_t mprof_next(Int rate)
{
        if (rate <= 0)
                return INT64_MAX;
        if (rate == 1)
                return 0;
        double u = (double)((rt_fastrand64() >> 11) + 1) * 0x1p-53;
        return (int64_t)(minus_ln(u) * (double)rate);
}

/* ---- events ----------------------------------------------------------------------------------------------------------- */

static void *metadata(Uintptr n)
{
        prof.sys += n;
        return rt_persistentalloc(n, 0);
}

static uint64_t hash_stack(const uintptr_t *stk, Int n, Uintptr size)
{
        uint64_t h = size;

        for (Int i = 0; i < n; i++)
                h = (h ^ stk[i]) * 0x9e3779b97f4a7c15u, h ^= h >> 29;
        return h;
}

static Bucket *bucket_of(const uintptr_t *stk, Int n, Uintptr size)
{
        uint64_t hash = hash_stack(stk, n, size);

        if (!prof.buckets) {
                prof.buckets = metadata(NBUCKETS * sizeof *prof.buckets);
                prof.samples = metadata(NSPANS * sizeof *prof.samples);
        }
        Bucket **head = &prof.buckets[hash % NBUCKETS], *b;
        for (b = *head; b; b = b->next)
                if (b->hash == hash && b->size == size && b->nstk == n && memcmp(b->stk, stk, (Uintptr)n * sizeof *stk) == 0)
                        return b;
        b = metadata(sizeof *b + (Uintptr)n * sizeof *stk);
        b->hash = hash;
        b->size = size;
        b->nstk = n;
        memcpy(b->stk, stk, (Uintptr)n * sizeof *stk);
        b->next = *head;
        *head = b;
        b->allnext = prof.all;
        prof.all = b;
        return b;
}

static Sample **samples_of(const MSpan *s)
{
        return &prof.samples[(s->base >> PAGE_SHIFT) % NSPANS];
}

void mprof_malloc(uintptr_t p)
{
        MSpan *s = mheap_span_of(p);
        uintptr_t stk[MAX_RAW];
        RtWalk w;
        Int n = 0;

        for (rt_walk_start(&w, getg(), __builtin_frame_address(0)); n < MAX_RAW && rt_walk_next(&w);)
                stk[n++] = w.pc;
        rt_lock(&prof.lock);
        Bucket *b = bucket_of(stk, n, s->elemsize);
        Counts *c = &b->future[(prof.cycle + ALLOC_CYCLE) % NCYCLES];
        c->allocs++;
        c->alloc_bytes += b->size;
        Sample *sample = rt_fixalloc(&sample_alloc);
        *sample = (Sample){ *samples_of(s), s, span_index(s, p), b };
        *samples_of(s) = sample;
        s->sampled = 1;
        rt_unlock(&prof.lock);
}

void mprof_sweep(MSpan *s)
{
        Bool left = 0;

        rt_lock(&prof.lock);
        for (Sample **link = samples_of(s), *sample; (sample = *link);) {
                if (sample->span != s || bit_get(s->markbits, sample->slot)) {
                        left |= sample->span == s;
                        link = &sample->next;
                        continue;
                }
                Counts *c = &sample->bucket->future[(prof.cycle + FREE_CYCLE) % NCYCLES];
                c->frees++;
                c->free_bytes += sample->bucket->size;
                *link = sample->next;
                rt_fixfree(&sample_alloc, sample);
        }
        s->sampled = left;
        rt_unlock(&prof.lock);
}

/* ---- cycles ------------------------------------------------------------------------------------------------------------ */

static void publish(uint32_t cycle)
{
        for (Bucket *b = prof.all; b; b = b->allnext) {
                Counts *f = &b->future[cycle % NCYCLES];
                b->active.allocs += f->allocs;
                b->active.frees += f->frees;
                b->active.alloc_bytes += f->alloc_bytes;
                b->active.free_bytes += f->free_bytes;
                *f = (Counts){ 0, 0, 0, 0 };
        }
}

void mprof_next_cycle(void)
{
        prof.cycle++;
        prof.flushed = 0;
}

static void flush(void)
{
        if (!prof.flushed)
                publish(prof.cycle);
        prof.flushed = 1;
}

void mprof_flush(void)
{
        rt_lock(&prof.lock);
        flush();
        rt_unlock(&prof.lock);
}

void mprof_swept(void)
{
        rt_lock(&prof.lock);
        publish(prof.cycle + FREE_CYCLE);
        rt_unlock(&prof.lock);
}

/* ---- reading --------------------------------------------------------------------------------------------------------------- */

static Bool has_data(void)
{
        for (Bucket *b = prof.all; b; b = b->allnext)
                if (b->active.allocs || b->active.frees)
                        return 1;
        return 0;
}

/* The newest bucket, after what is due is published.  Before the first collection has ended, that is everything. */
static Bucket *flush_for_reading(void)
{
        rt_lock(&prof.lock);
        flush();
        if (!has_data())
                for (uint32_t i = 0; i < NCYCLES; i++)
                        publish(i);
        Bucket *all = prof.all;
        rt_unlock(&prof.lock);
        return all;
}

static Counts active_of(const Bucket *b)
{
        rt_lock(&prof.lock);
        Counts c = b->active;
        rt_unlock(&prof.lock);
        return c;
}

static Bool is_runtimes(GoString name)
{
        static const char prefix[] = "runtime.";

        return name.n >= 8 && memcmp(name.p, prefix, 8) == 0;
}

/* The return addresses that runtime.Callers would show, from the function on that asked the runtime for memory. */
static void copy_stack(uintptr_t *out, const Bucket *b)
{
        RtFrame f;
        Int n = 0, skip = 0;

        for (Int i = 0; i < b->nstk && n < MAX_STACK; i++)
                if (n > 0 || !(rt_frame_of(b->stk[i], &f) && is_runtimes(f.name)))
                        n += rt_logical_pcs(b->stk[i], &skip, out + n, MAX_STACK - n);
        while (n < MAX_STACK)
                out[n++] = 0;
}

/* One record for each stack, while there is room; returns how many there are.  zero: also those that have nothing in use. */
Int runtime$memProfile(Record *p, Int n, Int cap, Bool zero)
{
        Int count = 0;

        (void)cap;
        for (Bucket *b = flush_for_reading(); b; b = b->allnext) {
                Counts c = active_of(b);
                if (!zero && c.alloc_bytes == c.free_bytes)
                        continue;
                if (count < n) {
                        Record *r = &p[count];
                        r->alloc_bytes = (int64_t)c.alloc_bytes;
                        r->free_bytes = (int64_t)c.free_bytes;
                        r->alloc_objects = (int64_t)c.allocs;
                        r->free_objects = (int64_t)c.frees;
                        copy_stack(r->stack, b);
                }
                count++;
        }
        return count;
}
