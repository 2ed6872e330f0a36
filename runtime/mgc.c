/* mgc.c - the collector's cycle: when it runs, what its steps are, what it reports.
 *
 *   sweep termination   the rest of the last cycle's garbage is swept; then, with the world stopped for a moment, the caches are
 *                       flushed, so that each span's bits say what is allocated, and the barrier is switched on
 *   mark                beside the program: workers, one goroutine per P that the scheduler runs on a quarter of the processors
 *                       and on idle ones (gc_worker_for), and assists of goroutines that allocate (gc_assist) make mark steps.  New
 *                       objects are black: a run of slots that a cache cuts is marked as a whole, its unused rest unmarked when
 *                       the cache is flushed
 *   mark termination    who leaves marking last and sees nothing grey stops the world and looks again, where the barrier may have
 *                       left something: a little is finished there, else marking goes on.  Then the caches are flushed, and
 *                       sweepgen is advanced, which makes all spans unswept
 *   sweep               lazily and by a goroutine (mgcsweep.c); it finds the finalizers that are due
 *
 * Law of termination: an object becomes grey only in a section, by a thread with a P, and is then in that P's buffers or in the
 * global list; a mark step is one section or, over a deep stack, several, counted by `active`.  So with the world stopped and
 * `active` 0, nothing is grey outside of the buffers.
 * What is done with the world stopped is bounded by the number of Ps and span classes.
 * GODEBUG: gctrace=1 prints a line a cycle; gcstress=N starts a cycle at every Nth allocation that leaves the fast path, which it
 * makes all of them, in turns waiting for its end and letting tiny mark steps run beside the program, poisons dead slots and
 * verifies the heap; gcpoison=1 and gcverify=1 do one of these.
 * After: Go's collector (runtime/mgc.go), with another barrier; see mgcwb.c. */
#include "scheduler.h"

enum { STEP = 64 << 10, STRESS_STEP = 64, FINISH_BUDGET = 8 << 10, FIRST_TURN_NS = 200000, TURN_NS = 5000000, SHORT_NS = 500000 };

GcState rt_gcstate = { .percent = 100, .memory_limit = INT64_MAX, .force_period = 120 * 1000000000ll };
static const GoFunc *pool_cleanup;
static struct {
        RtLock lock;                    /* guards the lists */
        G *idle;                        /* parked workers, through schedlink */
        G *waiters;                     /* for the end of a cycle */
        int32_t nworkers;
        int32_t active;                 /* goroutines that are in mark steps, parked between them or not */
        int32_t sharing;                /* of them, workers on the cycle's own share of the processors */
        uint32_t finishing;             /* somebody tries to end marking */
} work;
static struct {                         /* the goroutine that starts cycles when there was none for long */
        G *g;
        uint32_t made, idle;
} forcer;

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

static void enter_marking(void);
static void leave_marking(void);
static void wait_for_cycle(uint32_t cycles);

static Uintptr step_budget(void)
{
        return rt_gcstate.stress ? STRESS_STEP : STEP;
}

/* Who starts a cycle marks for a moment: a small heap needs no help from other threads. */
static void mark_for(int64_t ns)
{
        int64_t t0 = rt_nanotime(), now = t0;

        enter_marking();
        while (gc_mark_step(step_budget(), 0) && (now = rt_nanotime()) - t0 < ns && !rt_gcstate.stress && !rt_preempt_pending)
                ;
        __atomic_add_fetch(&rt_gcstate.assist_ns, (uint64_t)(now - t0), __ATOMIC_RELAXED);
        leave_marking();
}

/* ---- starting ---------------------------------------------------------------------------------------------------- */

static void mark_worker(const GoFunc *self);
static const GoFunc mark_worker_f = { (void *)mark_worker };

static Bool forcer_sleep(G *g, void *unused)
{
        (void)unused;
        forcer.g = g;
        __atomic_store_n(&forcer.idle, 1, __ATOMIC_RELEASE);
        return 1;
}

static void force_when_overdue(const GoFunc *self)
{
        (void)self;
        for (;;) {
                rt_gopark(forcer_sleep, NULL, "force gc (idle)");
                gc_start(GC_TIMED);
        }
}

static const GoFunc forcer_f = { (void *)force_when_overdue };

static void make_workers(void)
{
        if (!__atomic_exchange_n(&forcer.made, 1, __ATOMIC_RELAXED)) {
                rt_newproc(&forcer_f, 0, 1);
                gc_make_sweeper();
        }
        for (int32_t n; (n = load_relaxed(&work.nworkers)) < rt_gomaxprocs;)
                if (__atomic_compare_exchange_n(&work.nworkers, &n, n + 1, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
                        rt_newproc(&mark_worker_f, 0, 1);
}

static void flush_caches(void)
{
        for (int i = 0; i < rt_gomaxprocs; i++)
                mcache_flush(rt_allp[i]->mcache);
}

static void begin_cycle(Bool forced)
{
        GcState *gc = &rt_gcstate;

        if (pool_cleanup)
                ((void (*)(const GoFunc *))pool_cleanup->code)(pool_cleanup);
        flush_caches();
        gc->forced = forced;
        gc->alone = !gc->stress && gc->ncycles > 0 && gc->t_markterm - gc->t_mark < SHORT_NS;
        gc->heap0 = gc->live;
        pacer_start();
        for (int i = 0; i < rt_gomaxprocs; i++)
                rt_allp[i]->mcache->work.marked = 0;
        gc->marked = 0;
        gc->phase = GC_MARK;
        rt_wb_enabled = 1;
        gc_mark_prepare();
        gc->t_mark = rt_nanotime();
}

static void scan_self(void *g)
{
        gc_scan_claimed(g);
}

/* May the caller stop the world? */
static Bool may_stop(void)
{
        return rt_sections == 0 && getg() != getg()->m->g0;
}

/* Was there no cycle for long?  Garbage with finalizers is then found in a program that hardly allocates, too. */
static Bool is_overdue(int64_t now)
{
        GcState *gc = &rt_gcstate;

        return gc->percent >= 0 && gc->ncycles > 0 && now - gc->t_end > gc->force_period;
}

static Bool may_begin(GcReason why)
{
        return rt_gcstate.phase == GC_OFF && (why == GC_FORCED || (why == GC_TIMED ? is_overdue(rt_nanotime()) : gc_is_due()));
}

/* Any number may try at once, so that one who is switched out half way delays nobody; the first to stop the world begins. */
void gc_start(GcReason why)
{
        GcState *gc = &rt_gcstate;
        Bool begun = 0;

        /* finishing: the world semaphore is still taken for a moment; waiting for it is what takes long, so that only who must does */
        if (!gc->enabled || !may_stop() || (load_acquire(&work.finishing) && why != GC_FORCED && gc->live < gc->goal))
                return;
        while (!begun && may_begin(why)) {
                make_workers();
                while (gc_sweep_one(NULL))
                        ;
                if (!may_begin(why))
                        return;
                rt_stop_the_world("GC sweep termination");
                begun = may_begin(why) && mheap.sweepnext == 0;
                if (begun) {
                        gc->t_sweepterm = sched.stopbegan;
                        begin_cycle(why == GC_FORCED);
                        gc_claim_scan(getg());  /* it runs, so others must not, and it is not switched out before its scan */
                }
                rt_section_enter();
                rt_start_the_world();
                if (begun)
                        rt_systemstack(scan_self, getg());
                rt_section_leave();
        }
        if (begun)
                mark_for(FIRST_TURN_NS);
}

/* ---- marking ----------------------------------------------------------------------------------------------------- */


static Bool worker_sleep(G *g, void *unused)
{
        (void)unused;
        rt_lock(&work.lock);
        g->schedlink = work.idle;
        work.idle = g;
        rt_unlock(&work.lock);
        return 1;
}

Bool gc_wants_worker(void)
{
        return rt_gcstate.phase == GC_MARK && (gc_has_work() || (load_acquire(&work.active) == 0 && !load_acquire(&work.finishing)));
}

/* Nanoseconds that the workers are behind their quarter of all processors. */
static int64_t share_deficit(int64_t now)
{
        GcState *gc = &rt_gcstate;

        return (now - gc->t_mark) * rt_gomaxprocs / 4 - (int64_t)__atomic_load_n(&gc->background_ns, __ATOMIC_RELAXED);
}

G *gc_worker_for(P *p, Bool idle)
{
        if (!gc_wants_worker() && (rt_gcstate.phase != GC_MARK || grey_is_empty(&p->mcache->work)))
                return NULL;
        if (!idle && (work.sharing >= (rt_gomaxprocs + 3) / 4 || share_deficit(rt_nanotime()) <= 0))
                return NULL;
        rt_lock(&work.lock);
        G *g = work.idle;
        if (g)
                work.idle = g->schedlink;
        rt_unlock(&work.lock);
        if (!g)
                return NULL;
        if (!idle)
                __atomic_add_fetch(&work.sharing, 1, __ATOMIC_RELAXED);
        g->param = idle ? NULL : g;
        g->waitreason = NULL;
        g_cas(g, G_WAITING, G_RUNNABLE);
        return g;
}

/* Does the worker that began at t0 leave the processor to others?  A sharing one has its turn. */
static Bool worker_should_stop(Bool sharing, int64_t t0, int64_t deficit)
{
        if (rt_gcstate.stress)
                return rt_others_runnable();
        if (!sharing)
                return rt_others_runnable();
        return rt_nanotime() - t0 >= (deficit < TURN_NS ? deficit : TURN_NS);
}

static void run_worker(Bool sharing)
{
        GcState *gc = &rt_gcstate;
        int64_t t0 = rt_nanotime(), deficit = share_deficit(t0);

        enter_marking();
        while (gc_mark_step(step_budget(), 1) && !worker_should_stop(sharing, t0, deficit) && !rt_preempt_pending)
                ;
        __atomic_add_fetch(sharing ? &gc->background_ns : &gc->idle_ns, (uint64_t)(rt_nanotime() - t0), __ATOMIC_RELAXED);
        if (sharing)
                __atomic_sub_fetch(&work.sharing, 1, __ATOMIC_RELAXED);
        leave_marking();
}

static void mark_worker(const GoFunc *self)
{
        (void)self;
        for (;;) {
                rt_gopark(worker_sleep, NULL, "GC worker (idle)");
                run_worker(getg()->param != NULL);
        }
}

/* Makes mark steps for a debt, as long as there is something to do and the caller has its turn.  Returns what is left of it. */
static Uintptr pay_debt(Uintptr debt)
{
        int64_t t0 = rt_nanotime();
        Uintptr done = 0, k = 1;

        enter_marking();
        while (done < debt && k > 0 && !rt_preempt_pending) {
                k = gc_mark_step(debt - done < STEP ? debt - done : STEP, 0);
                done += k;
        }
        __atomic_add_fetch(&rt_gcstate.assist_ns, (uint64_t)(rt_nanotime() - t0), __ATOMIC_RELAXED);
        leave_marking();
        return done < debt ? debt - done : 0;
}

void gc_assist(Uintptr n)
{
        GcState *gc = &rt_gcstate;

        if (gc->phase != GC_MARK || !may_stop())
                return;
        Uintptr debt = pacer_debt(n);
        while (debt > 0) {
                Uintptr left = pay_debt(debt);
                uint32_t cycles = __atomic_load_n(&gc->ncycles, __ATOMIC_ACQUIRE);
                if (left == 0 || gc->phase != GC_MARK || (left == debt && __atomic_load_n(&gc->live, __ATOMIC_RELAXED) < gc->goal))
                        return;
                if (left == debt) {             /* others have the rest of the work, and the heap must not grow further */
                        wait_for_cycle(cycles + 1);
                        return;
                }
                debt = left;
        }
}

/* ---- ending ------------------------------------------------------------------------------------------------------ */

/* The world is stopped.  Whatever is grey is in the Ps' buffers or in the list now, and nobody is in a mark step unless `active` says
 * so: if that is little, finish it; 0: too much, marking goes on beside the program. */
static Bool marking_is_done(void)
{
        for (int i = 0; i < rt_gomaxprocs; i++) {
                GcWork *w = &rt_allp[i]->mcache->work;
                grey_flush(w);
                pacer_account(w, 0);
        }
        if (work.active > 0 || gc_has_roots())
                return 0;
        GcWork *w = gc_this_work();
        if (gc_drain(w, FINISH_BUDGET) < FINISH_BUDGET)
                return 1;
        grey_flush(w);
        return 0;
}

static void end_cycle(void)
{
        GcState *gc = &rt_gcstate;

        flush_caches();
        if (gc->verify)
                heap_verify();
        for (int i = 0; i < rt_gomaxprocs; i++) {
                GcWork *w = &rt_allp[i]->mcache->work;
                gc->marked += w->marked;
                grey_flush(w);
        }
        grey_retire();
        rt_wb_enabled = 0;
        gc->phase = GC_OFF;
        gc->heap1 = gc->live;
        gc->lastgoal = gc->goal;
        gc->lastpages = mheap.inuse_pages;
        pacer_end((uint64_t)(gc->t_markterm - gc->t_mark));
        mprof_next_cycle();
        mheap.sweepgen += 2;
        mheap.sweepnext = mheap.nspans;
        gc->live = gc->marked;
        gc_pace();
}

static void record_cycle(void)
{
        GcState *gc = &rt_gcstate;
        uint64_t ns = (uint64_t)(gc->t_mark - gc->t_sweepterm + gc->t_end - gc->t_markterm);
        int64_t sec;
        int32_t nsec;

        rt_walltime(&sec, &nsec);
        gc->last_end = sec * 1000000000 + nsec;
        gc->pause_ns[gc->ncycles % 256] = ns;
        gc->pause_end[gc->ncycles % 256] = (uint64_t)gc->last_end;
        gc->pause_total += ns;
        gc->cputime += ns * (uint64_t)rt_gomaxprocs + gc->assist_ns + gc->background_ns;
        gc->nforced += gc->forced;
        __atomic_store_n(&gc->ncycles, gc->ncycles + 1, __ATOMIC_RELEASE);
}

/* Nanoseconds as milliseconds with two digits that matter: 0.012, 0.34, 5.6, 12. */
static const char *ms(char *buf, int64_t ns)
{
        int64_t x = ns / 1000, unit = 1000;
        int dec = 3;

        if (ns >= 10000000) {
                rt_format(buf, 24, "%ld", ns / 1000000);
                return buf;
        }
        if (x == 0) {
                rt_format(buf, 24, "0");
                return buf;
        }
        for (; x >= 100; x /= 10, unit /= 10)
                dec--;
        char frac[8];
        int64_t f = x % unit;
        for (int i = dec; i-- > 0; f /= 10)
                frac[i] = (char)('0' + f % 10);
        frac[dec] = 0;
        rt_format(buf, 24, dec ? "%ld.%s" : "%ld", x / unit, frac);
        return buf;
}

static void trace_cycle(char *out, int n)
{
        GcState *gc = &rt_gcstate;
        int64_t up = gc->t_sweepterm - (int64_t)gc->start, all = gc->t_end - (int64_t)gc->start;
        int64_t st = gc->t_mark - gc->t_sweepterm, mt = gc->t_end - gc->t_markterm;
        char b[8][24];

        rt_format(out, n, "gc %u @%ld.%03lds %ld%%: %s+%s+%s ms clock, %s+%s/%s/%s+%s ms cpu, %lu->%lu->%lu MB, %lu MB goal, %lu MB stacks, %lu MB globals, %d P%s\n",
                   gc->ncycles, up / 1000000000, up / 1000000 % 1000, all > 0 ? (int64_t)gc->cputime * 100 / (all * rt_gomaxprocs) : 0,
                   ms(b[0], st), ms(b[1], gc->t_markterm - gc->t_mark), ms(b[2], mt), ms(b[3], st * rt_gomaxprocs),
                   ms(b[4], (int64_t)gc->assist_ns), ms(b[5], (int64_t)gc->background_ns), ms(b[6], (int64_t)gc->idle_ns), ms(b[7], mt * rt_gomaxprocs),
                   gc->heap0 >> 20, gc->heap1 >> 20, gc->marked >> 20, gc->lastgoal >> 20, gc->stack_scan >> 20, gc->global_scan >> 20,
                   rt_gomaxprocs, gc->forced ? " (forced)" : "");
}

static void wake_waiters(void)
{
        rt_lock(&work.lock);
        G *list = work.waiters;
        work.waiters = NULL;
        rt_unlock(&work.lock);
        while (list) {
                G *g = list;
                list = g->schedlink;
                rt_goready(g);
        }
}

/* 1: it was the end of the cycle. */
static Bool finish_with_world_stopped(char *trace, int n)
{
        GcState *gc = &rt_gcstate;

        if (gc->phase != GC_MARK || !marking_is_done())
                return 0;
        gc->t_markterm = sched.stopbegan;
        end_cycle();
        gc->t_end = rt_nanotime();
        record_cycle();
        if (gc->trace)
                trace_cycle(trace, n);
        return 1;
}

/* Is marking under way, and there is nothing to do but to end it? */
static Bool seems_done(void)
{
        return rt_gcstate.phase == GC_MARK && __atomic_load_n(&work.active, __ATOMIC_ACQUIRE) == 0 && !gc_has_work();
}

/* One at a time; who leaves meanwhile is caught by the second look. */
static void try_to_finish(void)
{
        char trace[400] = "";
        Bool done = 0;

        while (!done && seems_done() && !__atomic_exchange_n(&work.finishing, 1, __ATOMIC_ACQ_REL)) {
                rt_stop_the_world("GC mark termination");
                done = finish_with_world_stopped(trace, sizeof trace);
                rt_section_enter();     /* not switched out while nobody else can finish or start */
                rt_start_the_world();
                __atomic_store_n(&work.finishing, 0, __ATOMIC_RELEASE);
                rt_section_leave();
        }
        if (!done)
                return;
        if (trace[0])
                rt_eprintf("%s", trace);
        mprof_flush();
        gc_sweeper_due(rt_gcstate.t_end);
        wake_waiters();
}

/* Mark steps stand between these two, in one section: who was switched out among them, to the end of a long queue, would keep grey objects
 * that others look for, and the cycle from ending. */
static void enter_marking(void)
{
        rt_section_enter();
        __atomic_add_fetch(&work.active, 1, __ATOMIC_ACQ_REL);
}

/* The caller's mark steps are over: its P's buffers go to everybody, and who leaves last with nothing left ends the cycle. */
static void leave_marking(void)
{
        grey_flush(gc_this_work());
        Bool last = __atomic_sub_fetch(&work.active, 1, __ATOMIC_ACQ_REL) == 0;
        rt_section_leave();
        if (gc_has_work())
                p_wake();
        else if (last)
                try_to_finish();
}

static Bool wait_unlocked(G *g, void *cycles)
{
        rt_lock(&work.lock);
        Bool wait = (int32_t)(__atomic_load_n(&rt_gcstate.ncycles, __ATOMIC_ACQUIRE) - *(uint32_t *)cycles) < 0;
        if (wait) {
                g->schedlink = work.waiters;
                work.waiters = g;
        }
        rt_unlock(&work.lock);
        return wait;
}

/* Until that many cycles have ended. */
static void wait_for_cycle(uint32_t cycles)
{
        rt_gopark(wait_unlocked, &cycles, "wait for GC cycle");
}

/* ---- what others ask for ------------------------------------------------------------------------------------------- */

/* Cycles that have ended when the next one to begin has. */
static uint32_t cycles_after_next(void)
{
        for (;;) {
                uint32_t n = __atomic_load_n(&rt_gcstate.ncycles, __ATOMIC_ACQUIRE);
                Bool marking = rt_gcstate.phase == GC_MARK;
                if (n == __atomic_load_n(&rt_gcstate.ncycles, __ATOMIC_ACQUIRE))
                        return n + marking + 1;
        }
}

void rt_gc(void)
{
        GcState *gc = &rt_gcstate;

        if (!gc->enabled || !may_stop())
                return;
        uint32_t want = cycles_after_next(), n;
        while ((int32_t)((n = __atomic_load_n(&gc->ncycles, __ATOMIC_ACQUIRE)) - want) < 0) {
                gc_start(GC_FORCED);
                if (gc->phase == GC_MARK)
                        wait_for_cycle(n + 1);
                else
                        rt_gosched();           /* somebody else is ending one */
        }
        gc_sweep_finish();
        rt_section_enter();           /* nobody ends another cycle between the look and the act */
        if (gc->ncycles == n && gc->phase == GC_OFF)
                mprof_swept();
        rt_section_leave();
}

int32_t rt_setgcpercent(int32_t pct)
{
        int32_t old = rt_gcstate.percent;

        rt_stop_the_world("SetGCPercent");
        rt_gcstate.percent = pct < 0 ? -1 : pct;
        gc_pace();
        rt_start_the_world();
        if (gc_is_due())
                gc_start(GC_DUE);
        return old;
}

int64_t rt_setmemorylimit(int64_t n)
{
        int64_t old = rt_gcstate.memory_limit;

        if (n >= 0) {
                rt_stop_the_world("SetMemoryLimit");
                rt_gcstate.memory_limit = n;
                gc_pace();
                rt_start_the_world();
        }
        return old;
}

void rt_freeosmemory(void)
{
        rt_gc();
        mheap_scavenge(~(Uintptr)0);
        for (int age = 0; age < 2; age++)
                while (rt_stacks_cool_one())
                        ;
}

void gc_procresize(int32_t n)
{
        for (int32_t i = n; i < rt_gomaxprocs; i++) {   /* what the Ps that go away hold */
                MCache *c = rt_allp[i]->mcache;
                mcache_flush(c);
                grey_flush(&c->work);
                pacer_account(&c->work, 0);
                rt_gcstate.marked += c->work.marked;
                c->work.marked = 0;
        }
}

G *gc_sysmon(int64_t now)
{
        G *sweeper = gc_sweeper_overdue(now);

        if (sweeper)
                return sweeper;
        if (rt_gcstate.phase == GC_MARK || !is_overdue(now) || !__atomic_exchange_n(&forcer.idle, 0, __ATOMIC_ACQUIRE))
                return NULL;
        forcer.g->schedlink = NULL;
        return forcer.g;
}

/* gcstress: every other cycle is waited for; the others go on in the smallest steps, one at each turn. */
void gc_stress(void)
{
        if (!may_stop())
                return;
        if (rt_gcstate.phase == GC_MARK)
                mark_for(0);
        else if (rt_gcstate.ncycles % 2)
                rt_gc();
        else
                gc_start(GC_FORCED);
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
