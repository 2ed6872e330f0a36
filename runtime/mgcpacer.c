/* mgcpacer.c - when a cycle starts, how fast it must go, and how much of that is the program's own business.
 *
 * Goal: the heap that the cycle should end at: what was marked, and GOGC percent of what of it lasts and of the roots, or of 4 MiB if
 * that is more, so that a small heap has at least that much between two cycles; at the most what the memory limit leaves.
 * Less lasts than was marked, since all that is allocated during a cycle is marked, and in a heap that stands still most of that is
 * garbage already (pacer_lasting).
 * Trigger: the goal less the runway, which is what the program allocates while marking runs at its share of the processors.  The
 * runway follows from the cons/mark ratio, bytes allocated per bytes marked in equal processor time, measured in each cycle and
 * smoothed; the trigger keeps within 45/64 and 61/64 of the way from the surviving heap to the goal.
 * While marking, who allocates a byte owes ratio bytes of scanning, so that the work is done when the goal is reached.  What the
 * workers have done is credit that pays for it first; the rest is an assist.
 * After: runtime/mgcpacer.go of Go 1.19, in its terms. */
#include "mheap.h"

enum { MIN_HEAP = 4 << 20, MIN_RUNWAY = 64 << 10, LIMIT_HEADROOM = 1 << 20, MIN_WORK_LEFT = 1000 };
#define GOAL_UTILIZATION 0.25

/* What the memory limit leaves for the heap, given what is mapped for other things and what was kept too long. */
static uint64_t limit_goal(const GcState *gc)
{
        uint64_t limit = (uint64_t)gc->memory_limit, other = rt_stats.other_sys + rt_stats.gc_sys + (uint64_t)rt_stack_inuse();
        uint64_t mapped = ((mheap.inuse_pages + mheap.pages.nfree_dirty) << PAGE_SHIFT) + other;
        uint64_t over = mapped > limit ? mapped - limit : 0;

        if (other + over >= limit)
                return gc->marked;
        uint64_t goal = limit - other - over;
        goal = goal < 2 * LIMIT_HEADROOM ? LIMIT_HEADROOM : goal - LIMIT_HEADROOM;
        return goal > gc->marked ? goal : gc->marked;
}

/* How much of a cycle's result is more than floating garbage?  `before` was lasting at the last cycle's end, `triggered` in use when this
 * one began; it found `found` of that, and `born` were allocated meanwhile.  Those are all marked, but last no better than what was
 * allocated before the start. */
uint64_t pacer_lasting(uint64_t before, uint64_t triggered, uint64_t found, uint64_t born)
{
        if (found <= before)
                return found;
        if (triggered <= found)
                return found + born;
        return found + (uint64_t)((double)born * (double)(found - before) / (double)(triggered - before));
}

uint64_t pacer_goal(uint64_t marked, uint64_t lasting, uint64_t roots, int32_t percent)
{
        if (percent < 0)
                return UINT64_MAX;
        uint64_t base = lasting + roots;
        return marked + (base < MIN_HEAP ? MIN_HEAP : base) * (uint64_t)percent / 100;
}

uint64_t pacer_trigger(uint64_t marked, uint64_t goal, uint64_t runway)
{
        if (marked >= goal)
                return goal;
        uint64_t least = marked + (goal - marked) / 64 * 45, most = marked + (goal - marked) / 64 * 61;
        if (goal > MIN_HEAP && goal - MIN_HEAP > most)
                most = goal - MIN_HEAP;
        uint64_t trigger = runway > goal ? least : goal - runway;
        return trigger < least ? least : trigger > most ? most : trigger;
}

void gc_pace(void)
{
        GcState *gc = &rt_gcstate;
        uint64_t goal = pacer_goal(gc->marked, gc->lasting, gc->last_stack_scan + gc->last_global_scan, gc->percent);

        if (gc->memory_limit != INT64_MAX) {
                uint64_t most = limit_goal(gc);
                if (goal > most)
                        goal = most;
        }
        gc->goal = goal;
        gc->trigger = goal == UINT64_MAX ? goal : pacer_trigger(gc->marked, goal, gc->runway);
        if (gc->phase == GC_MARK && gc->goal < gc->triggered + MIN_RUNWAY)
                gc->goal = gc->triggered + MIN_RUNWAY;
}

/* Bytes of scanning that an allocated byte costs, as the heap stands now. */
static double assist_ratio(const GcState *gc)
{
        uint64_t live = __atomic_load_n(&gc->live, __ATOMIC_RELAXED), work = __atomic_load_n(&gc->scan_work, __ATOMIC_RELAXED);
        double goal = (double)gc->goal, expected = (double)(gc->last_heap_scan + gc->last_stack_scan + gc->last_global_scan);
        double worst = (double)gc->triggered + (double)gc->last_stack_scan + (double)gc->last_global_scan;

        if ((double)work > expected) {
                /* the heap grows: keep the pace, at the most to where the next cycle's goal would be */
                double extended = expected > 0 ? (goal - (double)gc->triggered) / expected * worst + (double)gc->triggered : goal;
                double hard = (1 + (gc->percent < 0 ? 1000 : gc->percent) / 100.0) * goal;
                goal = extended < hard ? extended : hard;
                expected = worst;
        }
        if ((double)live > goal) {
                goal *= 1.1;
                expected = worst;
        }
        double left = expected - (double)work, room = goal - (double)live;
        return (left < MIN_WORK_LEFT ? MIN_WORK_LEFT : left) / (room < 1 ? 1 : room);
}

void pacer_start(void)
{
        GcState *gc = &rt_gcstate;

        gc->triggered = gc->live;
        gc->scan_work = gc->heap_scan = gc->stack_scan = gc->global_scan = 0;
        gc->credit = 0;
        gc->assist_ns = gc->background_ns = gc->idle_ns = 0;
        if (gc->goal != UINT64_MAX && gc->goal < gc->triggered + MIN_RUNWAY)
                gc->goal = gc->triggered + MIN_RUNWAY;
}

/* Bring what a P has done to the cycle's account; credit: it was not an assist. */
void pacer_account(GcWork *w, Bool credit)
{
        GcState *gc = &rt_gcstate;
        uint64_t sum = w->scanned + w->stack_scanned + w->global_scanned;

        __atomic_add_fetch(&gc->heap_scan, w->scanned, __ATOMIC_RELAXED);
        if (w->stack_scanned)
                __atomic_add_fetch(&gc->stack_scan, w->stack_scanned, __ATOMIC_RELAXED);
        if (w->global_scanned)
                __atomic_add_fetch(&gc->global_scan, w->global_scanned, __ATOMIC_RELAXED);
        __atomic_add_fetch(&gc->scan_work, sum, __ATOMIC_RELAXED);
        if (credit)
                __atomic_add_fetch(&gc->credit, (int64_t)sum, __ATOMIC_RELAXED);
        w->scanned = w->stack_scanned = w->global_scanned = 0;
}

/* Is the heap so far past the goal that nobody should allocate before marking is done? */
Bool pacer_is_over(void)
{
        return __atomic_load_n(&rt_gcstate.live, __ATOMIC_RELAXED) / 8 * 7 >= rt_gcstate.goal;
}

/* The scanning that somebody who allocated n bytes has to do himself.  Past the goal there is no credit. */
Uintptr pacer_debt(Uintptr n)
{
        GcState *gc = &rt_gcstate;
        uint64_t live = __atomic_load_n(&gc->live, __ATOMIC_RELAXED);

        if (pacer_is_over())
                return ~(Uintptr)0;
        int64_t debt = (int64_t)((double)n * assist_ratio(gc)), credit = __atomic_load_n(&gc->credit, __ATOMIC_RELAXED);

        if (credit > 0 && live < gc->goal) {
                int64_t paid = debt < credit ? debt : credit;
                __atomic_sub_fetch(&gc->credit, paid, __ATOMIC_RELAXED);        /* may go below 0 by a race: it comes back */
                debt -= paid;
        }
        return (Uintptr)debt;
}

double pacer_cons_mark(uint64_t allocated, uint64_t scanned, double utilization, double idle)
{
        if (utilization > 0.95)
                utilization = 0.95;
        return scanned ? (double)allocated * (utilization + idle) / ((double)scanned * (1 - utilization)) : 0;
}

/* The cycle's marking took ns: what does the next one need? */
void pacer_end(uint64_t ns)
{
        GcState *gc = &rt_gcstate;
        double all = (double)ns * rt_gomaxprocs;
        uint64_t born = gc->live > gc->triggered ? gc->live - gc->triggered : 0;

        gc->lasting = pacer_lasting(gc->lasting, gc->triggered, gc->marked > born ? gc->marked - born : 0, born);

        if (gc->live > gc->triggered && all > 0) {
                double now = pacer_cons_mark(gc->live - gc->triggered, gc->scan_work, ((double)gc->background_ns + (double)gc->assist_ns) / all,
                                             (double)gc->idle_ns / all);
                gc->cons_mark = gc->cons_mark > 0 ? gc->cons_mark + (now - gc->cons_mark) * 0.5 : now;
        }
        gc->last_heap_scan = gc->heap_scan;
        gc->last_stack_scan = gc->stack_scan;
        gc->last_global_scan = gc->global_scan;
        double work = (double)(gc->heap_scan + gc->stack_scan + gc->global_scan);
        double runway = gc->cons_mark * (1 - GOAL_UTILIZATION) / GOAL_UTILIZATION * work;
        gc->runway = runway < 1e18 ? (uint64_t)runway : (uint64_t)1e18;
}
