/* mgc.c - the collector's cycle: when it runs, what its steps are, what it reports.
 *
 * One cycle, the world stopped (a section on g0's stack):
 *   finish sweeping the last cycle -> flush the caches, so that each span's bits say what is allocated -> mark from the
 *   roots -> finalizers -> advance sweepgen, which makes all spans unswept -> set the next trigger -> sweep large objects ->
 *   give surplus pages back to the OS.
 * Pacing: the next cycle is due when the heap has grown by GOGC percent of what survived plus the roots, at the least to
 * 4 MiB * GOGC / 100, at the most to the memory limit (runtime/mgcpacer.go's rule for a collector without overlap).
 * rt_gcstate.phase and rt_wb_enabled are where marking beside the program fits in: GC_MARK would then start with the
 * barrier on and end in GC_MARK_TERMINATION.
 * GODEBUG: gctrace=1 prints a line a cycle; gcstress=N collects at every Nth allocation that leaves the fast path, which it
 * makes all of them, poisons dead slots and verifies the heap; gcpoison=1 and gcverify=1 do one of these. */
#include "mheap.h"

enum { MIN_HEAP = 4 << 20, CACHELESS_MARGIN = 1 << 20 };

GcState rt_gcstate = { .percent = 100, .memory_limit = INT64_MAX };
static const GoFunc *pool_cleanup;

static int64_t parse_bytes(const char *s)
{
        int64_t v = 0;
        static const struct { const char *unit; int shift; } units[] = {
                { "B", 0 }, { "KiB", 10 }, { "MiB", 20 }, { "GiB", 30 }, { "TiB", 40 }, { "", 0 },
        };

        for (; *s >= '0' && *s <= '9'; s++)
                v = v * 10 + (*s - '0');
        for (Uintptr i = 0; i < sizeof units / sizeof *units; i++)
                if (strcmp(s, units[i].unit) == 0)
                        return v << units[i].shift;
        return INT64_MAX;
}

static int32_t read_gogc(void)
{
        const char *s = rt_getenv("GOGC");
        int32_t v = 0;

        if (!s || !*s)
                return 100;
        if (strcmp(s, "off") == 0)
                return -1;
        for (; *s >= '0' && *s <= '9'; s++)
                v = v * 10 + (*s - '0');
        return *s ? 100 : v;
}

void gc_init(void)
{
        GcState *gc = &rt_gcstate;
        const char *limit = rt_getenv("GOMEMLIMIT");

        gc->percent = read_gogc();
        if (limit && *limit && strcmp(limit, "off") != 0)
                gc->memory_limit = parse_bytes(limit);
        gc->trace = rt_debug_flag("gctrace", 0) > 0;
        gc->stress = (uint32_t)rt_debug_flag("gcstress", 0);
        gc->poison = gc->stress || rt_debug_flag("gcpoison", 0) > 0;
        gc->verify = gc->stress || rt_debug_flag("gcverify", 0) > 0;
        gc->start = (uint64_t)rt_nanotime();
        gc_pace();
}

void gc_pace(void)
{
        GcState *gc = &rt_gcstate;
        uint64_t goal = UINT64_MAX;

        if (gc->percent >= 0) {
                uint64_t least = (uint64_t)MIN_HEAP * (uint64_t)gc->percent / 100;
                goal = gc->marked + (gc->marked + gc_stack_bytes + gc_global_bytes) * (uint64_t)gc->percent / 100;
                if (goal < least)
                        goal = least;
        }
        if (gc->memory_limit != INT64_MAX) {
                uint64_t other = rt_stats.other_sys + (uint64_t)rt_stack_inuse();
                uint64_t most = (uint64_t)gc->memory_limit > other ? (uint64_t)gc->memory_limit - other : 0;
                if (most < gc->marked + CACHELESS_MARGIN)
                        most = gc->marked + CACHELESS_MARGIN;
                if (goal > most)
                        goal = most;
        }
        gc->trigger = goal;
}

static void flush_caches(void)
{
        for (int i = 0; i < rt_gomaxprocs; i++)
                mcache_flush(rt_allp[i]->mcache);
}

/* Pages that are free and resident beyond what the next cycle will want, with a tenth to spare. */
static void scavenge_surplus(void)
{
        uint64_t want = rt_gcstate.trigger == UINT64_MAX ? 0 : (rt_gcstate.trigger + rt_gcstate.trigger / 10) >> PAGE_SHIFT;
        uint64_t have = mheap.inuse_pages + mheap.pages.nfree_dirty;

        if (want && have > want)
                mheap_scavenge(have - want);
}

static void trace_cycle(uint64_t t0, uint64_t t1, uint64_t t2, uint64_t before, Bool forced)
{
        GcState *gc = &rt_gcstate;
        uint64_t now = (uint64_t)rt_nanotime(), up = now - gc->start;

        rt_eprintf("gc %u @%lu.%03lus %lu%%: %lu.%03lu+%lu.%03lu+0 ms clock, %lu->%lu->%lu MB, %lu MB goal, %lu MB stacks, %lu MB globals, %d P%s\n",
                   gc->ncycles, up / 1000000000, up / 1000000 % 1000, up ? gc->cputime * 100 / up : 0,
                   (t1 - t0) / 1000000, (t1 - t0) / 1000 % 1000, (t2 - t1) / 1000000, (t2 - t1) / 1000 % 1000,
                   before >> 20, before >> 20, gc->marked >> 20, gc->lastgoal >> 20,
                   gc_stack_bytes >> 20, gc_global_bytes >> 20, rt_gomaxprocs, forced ? " (forced)" : "");
}

static void record_pause(uint64_t ns)
{
        GcState *gc = &rt_gcstate;
        int64_t sec;
        int32_t nsec;

        rt_walltime(&sec, &nsec);
        gc->last_end = sec * 1000000000 + nsec;
        gc->pause_ns[gc->ncycles % 256] = ns;
        gc->pause_end[gc->ncycles % 256] = (uint64_t)gc->last_end;
        gc->pause_total += ns;
        gc->cputime += ns;
        gc->ncycles++;
}

static void run_cycle(void *forced)
{
        GcState *gc = &rt_gcstate;
        uint64_t t0 = (uint64_t)rt_nanotime(), before = gc->live;

        rt_section_enter();
        gc->collecting = 1;
        gc->lastgoal = gc->trigger;
        if (pool_cleanup)
                ((void (*)(const GoFunc *))pool_cleanup->code)(pool_cleanup);
        gc_sweep_finish();
        flush_caches();
        uint64_t t1 = (uint64_t)rt_nanotime();
        gc->phase = GC_MARK;
        gc_mark_begin();
        gc_mark_roots();
        gc_drain();
        gc_mark_finalizers();
        if (gc->verify)
                heap_verify();
        gc_mark_end();
        gc->phase = GC_OFF;
        mheap.sweepgen += 2;
        mheap.sweepnext = mheap.nspans;
        gc->live = gc->marked;
        gc_pace();
        gc_sweep_large();
        scavenge_surplus();
        uint64_t t2 = (uint64_t)rt_nanotime();
        record_pause(t2 - t0);
        if (forced)
                gc->nforced++;
        if (gc->trace)
                trace_cycle(t0, t1, t2, before, forced != NULL);
        gc->collecting = 0;
        rt_section_leave();
}

void gc_start(Bool forced)
{
        if (rt_sections || !rt_gcstate.enabled)         /* in a section: the next allocation outside of one is soon enough */
                return;
        rt_stop_the_world("GC");
        if (forced || gc_is_due() || rt_gcstate.stress)
                rt_systemstack(run_cycle, forced ? &rt_gcstate : NULL);
        rt_start_the_world();
        finalizers_wake();
}

void rt_gc(void)
{
        gc_start(1);
        rt_section_enter();
        gc_sweep_finish();
        rt_section_leave();
}

G *gc_worker_for(P *p, Bool idle)
{
        (void)p, (void)idle;
        return NULL;
}

/* Caches of Ps that are no more give their spans back. */
void gc_procresize(int32_t n)
{
        for (int32_t i = n; i < rt_gomaxprocs; i++)
                mcache_flush(rt_allp[i]->mcache);
}

void gc_sysmon(int64_t now)
{
        (void)now;
}

uintptr_t rt_storep_rewind(uintptr_t pc)
{
        return pc;
}

int32_t rt_setgcpercent(int32_t pct)
{
        int32_t old = rt_gcstate.percent;

        rt_section_enter();
        rt_gcstate.percent = pct < 0 ? -1 : pct;
        gc_pace();
        rt_section_leave();
        if (gc_is_due())
                gc_start(0);
        return old;
}

int64_t rt_setmemorylimit(int64_t n)
{
        int64_t old = rt_gcstate.memory_limit;

        if (n >= 0) {
                rt_section_enter();
                rt_gcstate.memory_limit = n;
                gc_pace();
                rt_section_leave();
        }
        return old;
}

void rt_freeosmemory(void)
{
        rt_gc();
        rt_section_enter();
        mheap_scavenge(~(Uintptr)0);
        rt_section_leave();
}

/* sync.Pool's hook: called at the start of each cycle. */
void sync$runtime_registerPoolCleanup(const GoFunc *f)
{
        static Bool rooted;

        pool_cleanup = f;
        if (!rooted) {
                rooted = 1;
                rt_gc_addroot((void **)&pool_cleanup, 1);
        }
}
