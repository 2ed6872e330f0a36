/* mstats.c - what the allocator and the collector did: runtime.MemStats, and the supply chain's table.
 *
 * Counting costs the fast path nothing: objects are counted by whole runs of slots when a run is used up, and runs,
 * refills and growth where they happen.  A reading first brings the caches' share in (mcache_account).
 * GODEBUG=alloctrace=1 prints at exit, for every span class in use, how often each floor was asked:
 *      hits     allocations served by the P's cache       runs     stretches of slots cut from the cached span
 *      refills  spans traded with central                 grows    spans made of fresh pages by the heap
 * with the bytes of hits and grows, and below it how often the OS was.  Class 0 is that of large objects, whose spans differ in
 * size; their bytes are in the line below the table. */
#include "mheap.h"

typedef struct MemStatsBySize { uint32_t Size; uint64_t Mallocs, Frees; } MemStatsBySize;
enum { NBYSIZE = 61, PTRBITS_SHARE = 64 };       /* a bit of the pointer bitmap for a word */
typedef struct MemStats {               /* runtime.MemStats of Go 1.19 */
        uint64_t Alloc, TotalAlloc, Sys, Lookups, Mallocs, Frees;
        uint64_t HeapAlloc, HeapSys, HeapIdle, HeapInuse, HeapReleased, HeapObjects;
        uint64_t StackInuse, StackSys, MSpanInuse, MSpanSys, MCacheInuse, MCacheSys, BuckHashSys, GCSys, OtherSys;
        uint64_t NextGC, LastGC, PauseTotalNs, PauseNs[256], PauseEnd[256];
        uint32_t NumGC, NumForcedGC;
        double GCCPUFraction;
        Bool EnableGC, DebugGC;
        MemStatsBySize BySize[NBYSIZE];
} MemStats;

static void account_caches(void)
{
        for (int i = 0; i < rt_gomaxprocs; i++)
                mcache_account(rt_allp[i]->mcache);
}

void rt_readmemstats(void *out)
{
        MemStats *m = out;
        GcState *gc = &rt_gcstate;

        rt_stop_the_world("read mem stats");
        account_caches();
        memset(m, 0, sizeof *m);
        m->TotalAlloc = rt_stats.large_malloc_bytes;
        uint64_t freed = rt_stats.large_free_bytes;
        for (uint32_t i = 0; i < RT_NSPANCLASS; i++) {
                const ClassStat *st = &rt_stats.class[i];
                uint64_t size = rt_class_size[i >> 1];
                m->Mallocs += st->nmalloc;
                m->Frees += st->nfree;
                m->TotalAlloc += st->nmalloc * size;
                freed += st->nfree * size;
                if (i >> 1 < NBYSIZE) {
                        MemStatsBySize *b = &m->BySize[i >> 1];
                        b->Size = (uint32_t)size;
                        b->Mallocs += i >> 1 ? st->nmalloc : 0;
                        b->Frees += i >> 1 ? st->nfree : 0;
                }
        }
        m->Mallocs += rt_stats.tiny_allocs;     /* packed objects come and go with their block */
        m->Frees += rt_stats.tiny_allocs;
        m->HeapObjects = m->Mallocs - m->Frees;
        m->Alloc = m->HeapAlloc = m->TotalAlloc - freed;
        m->HeapSys = mheap.mapped - (mheap.own_pages << PAGE_SHIFT);
        m->HeapInuse = mheap.inuse_pages << PAGE_SHIFT;
        m->HeapIdle = m->HeapSys - m->HeapInuse;
        m->HeapReleased = (mheap.pages.nfree - mheap.pages.nfree_dirty) << PAGE_SHIFT;
        m->StackInuse = m->StackSys = rt_stack_inuse();
        HeapRecords records = mheap_records();
        m->MSpanInuse = records.spans_inuse;
        m->MSpanSys = records.spans_sys;
        m->MCacheInuse = (uint64_t)rt_gomaxprocs * sizeof(MCache);
        m->MCacheSys = mcache_sys();
        m->BuckHashSys = mprof_sys();
        m->GCSys = mheap.mapped / PTRBITS_SHARE + rt_stats.gc_sys + records.bits_sys;
        uint64_t counted = m->MSpanSys + m->MCacheSys + m->BuckHashSys + records.bits_sys;
        m->OtherSys = rt_stats.other_sys > counted ? rt_stats.other_sys - counted : 0;
        m->Sys = m->HeapSys + m->StackSys + m->MSpanSys + m->MCacheSys + m->BuckHashSys + m->GCSys + m->OtherSys;
        m->NextGC = gc->goal;
        m->LastGC = (uint64_t)gc->last_end;
        m->PauseTotalNs = gc->pause_total;
        memcpy(m->PauseNs, gc->pause_ns, sizeof m->PauseNs);
        memcpy(m->PauseEnd, gc->pause_end, sizeof m->PauseEnd);
        m->NumGC = gc->ncycles;
        m->NumForcedGC = gc->nforced;
        uint64_t up = (uint64_t)rt_nanotime() - gc->start;
        m->GCCPUFraction = up ? (double)gc->cputime / ((double)up * rt_gomaxprocs) : 0;
        m->EnableGC = gc->enabled;
        rt_start_the_world();
}

/* runtime/debug's form: pauses newest first, their end times, then LastGC, NumGC and PauseTotal; the slice has room. */
void rt_readgcstats(GoSlice *pauses)
{
        GcState *gc = &rt_gcstate;
        uint64_t *p = pauses->p;
        uint32_t n = gc->ncycles < 256 ? gc->ncycles : 256;

        if (pauses->cap < 2 * 256 + 3)
                rt_throw("short slice passed to readGCStats");
        for (uint32_t i = 0; i < n; i++) {
                p[i] = gc->pause_ns[(gc->ncycles - 1 - i) % 256];
                p[n + i] = gc->pause_end[(gc->ncycles - 1 - i) % 256];
        }
        p[2 * n] = (uint64_t)gc->last_end;
        p[2 * n + 1] = gc->ncycles;
        p[2 * n + 2] = gc->pause_total;
        pauses->len = 2 * n + 3;
}

void rt_alloctrace_report(void)
{
        uint64_t total = 0;

        if (rt_debug_flag("alloctrace", 0) <= 0 || !rt_gomaxprocs)
                return;
        account_caches();
        rt_eprintf("alloctrace: class  bytes  kind          hits    hit bytes        runs     refills       grows  grown bytes   spans        freed\n");
        for (uint32_t i = 0; i < RT_NSPANCLASS; i++) {
                const ClassStat *st = &rt_stats.class[i];
                if (!st->nmalloc && !st->grows)
                        continue;
                total += st->nmalloc;
                rt_eprintf("alloctrace: %5u %6u  %s %11lu %12lu %11lu %11lu %11lu %12lu %7lu %12lu\n", i >> 1, rt_class_size[i >> 1], i & 1 ? "noscan" : "scan  ",
                           i >> 1 ? st->nmalloc : 0, st->nmalloc * rt_class_size[i >> 1], st->runs, st->refills, st->grows,
                           st->grows * rt_class_npages[i >> 1] << PAGE_SHIFT, st->spans, st->nfree);
        }
        rt_eprintf("alloctrace: %lu slots, %lu objects packed into slots of others, %lu large bytes\n", total, rt_stats.tiny_allocs, rt_stats.large_malloc_bytes);
        rt_eprintf("alloctrace: heap asked the OS %lu times for %lu MiB, gave back %lu MiB; %u collections\n", rt_stats.os_requests,
                   rt_stats.os_bytes >> 20, rt_stats.scavenged_total >> 20, rt_gcstate.ncycles);
}
