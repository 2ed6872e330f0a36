/* test_gc.c - what survives a collection, what does not, and what it costs. */
#include "support.h"
#include <criterion/criterion.h>
#include <stdlib.h>

typedef struct Node { struct Node *left; Int value; struct Node *right; } Node;
TEST_PTR_TYPE(node_type, 24, 24, 5);
/* 100 words, pointers at 0 and 99: too large for a pointer bitmap */
TEST_PTR_TYPE(wide_type, 800, 800, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8);
static const uint8_t one[1] = { 1 };
static const GoType pointer_type = { .size = 8, .ptrdata = 8, .align = 8, .field_align = 8, .kind = GO_KIND_POINTER, .gcdata = one };

static void *roots[16];

static Node *new_node(Int v)
{
        Node *n = rt_new_fast(&node_type, 24, 24, 5);
        n->value = v;
        return n;
}

/* Overwrites what calls before may have left on the stack. */
static __attribute__((noinline)) void clear_stack(void)
{
        uintptr_t junk[2000];
        memset(junk, 0, sizeof junk);
        __asm__ volatile("" :: "r"(junk) : "memory");
}

static void collect(void)
{
        clear_stack();
        rt_gc();
}

static uint64_t objects(void)
{
        uint64_t n = 0;
        mcache_account((MCache *)rt_alloccache);
        for (int i = 0; i < RT_NSPANCLASS; i++)
                n += rt_stats.class[i].nmalloc - rt_stats.class[i].nfree;
        return n;
}

static __attribute__((noinline)) Node *tree(int depth)
{
        Node *n = new_node(depth);
        if (depth > 0) {
                rt_storep(&n->left, tree(depth - 1));
                rt_storep(&n->right, tree(depth - 1));
        }
        return n;
}

static Int tree_sum(const Node *n)
{
        return n ? n->value + tree_sum(n->left) + tree_sum(n->right) : 0;
}

static void survive_main(void)
{
        rt_gc_addroot(roots, 16);
        roots[0] = tree(12);
        Int want = tree_sum(roots[0]);
        for (int i = 0; i < 200; i++)
                tree(10);
        collect();
        cr_assert_eq(tree_sum(roots[0]), want);
        uint64_t n = objects();
        cr_assert(n >= 8191 && n < 8191 + 3000, "%lu objects live", n);
        roots[0] = NULL;
        collect();
        cr_assert_lt(objects(), 3000);
}

Test(gc, keeps_what_is_reachable_and_only_that)
{
        setenv("GODEBUG", "gcpoison=1,gcverify=1", 1);
        test_run(survive_main);
}

static void stack_main(void)
{
        Node *volatile n = tree(8);
        for (int i = 0; i < 20; i++)
                collect();
        cr_assert_eq(tree_sum(n), 502);
}

Test(gc, stack_is_a_root)
{
        setenv("GODEBUG", "gcpoison=1", 1);
        test_run(stack_main);
}

static Bool is_live(uintptr_t hidden)
{
        MSpan *s = mheap_span_of(~hidden);
        return s && !span_slot_is_free(s, span_index(s, ~hidden));
}

static uintptr_t hide(void *p)
{
        return ~(uintptr_t)p;
}

static __attribute__((noinline)) uintptr_t interior_object(Uintptr size, Uintptr offset)
{
        char *p = rt_mallocgc(size, NULL, 1);
        roots[1] = p + offset;
        return hide(p);
}

static void interior_main(void)
{
        static const Uintptr sizes[] = { 24, 48, 1024, 9000, 65536, 300000 };

        rt_gc_addroot(roots, 16);
        for (int i = 0; i < 6; i++) {
                uintptr_t last = interior_object(sizes[i], sizes[i] - 1);
                collect();
                cr_assert(is_live(last), "pointer to the last byte, size %lu", sizes[i]);
                Uintptr slot = rt_roundupsize(sizes[i]);
                Bool kept = 1;
                for (int try = 0; try < 5 && kept; try++) {     /* a frame may happen to hold one of them, which is not what is asked */
                        uintptr_t end = interior_object(sizes[i], slot);
                        collect();
                        mcache_flush((MCache *)rt_alloccache);
                        kept = is_live(end);
                }
                cr_assert(!kept, "pointer past the end, size %lu", sizes[i]);
        }
}

Test(gc, interior_pointers_count_past_the_end_does_not)
{
        test_run(interior_main);
}

/* In a frame of its own: no register of the caller keeps the pointer itself instead of what hides it. */
static __attribute__((noinline)) uintptr_t fill_wide(void **w)
{
        for (int i = 0; i < 7; i++) {
                w[100 * i] = new_node(i);
                w[100 * i + 99] = new_node(100 + i);
                w[100 * i + 50] = new_node(1000);       /* not a pointer word */
        }
        return hide(w[350]);
}

static void wide_main(void)
{
        rt_gc_addroot(roots, 16);
        void **w = rt_newarray(&wide_type, 7);
        roots[2] = w;
        uintptr_t hidden = fill_wide(w);
        collect();
        for (int i = 0; i < 7; i++) {
                cr_assert_eq(((Node *)w[100 * i])->value, i);
                cr_assert_eq(((Node *)w[100 * i + 99])->value, 100 + i);
        }
        mcache_flush((MCache *)rt_alloccache);
        cr_assert(!is_live(hidden), "a word that is no pointer by its map kept an object");
}

Test(gc, types_of_large_slots_are_precise)
{
        setenv("GODEBUG", "gcpoison=1,gcverify=1", 1);
        test_run(wide_main);
}

static void many_grey_main(void)
{
        enum { N = 200000 };
        rt_gc_addroot(roots, 16);
        void **a = rt_newarray(&pointer_type, N);
        roots[3] = a;
        for (Int i = 0; i < N; i++) {
                Node *n = new_node(i);
                rt_storep(&n->left, new_node(-i));
                rt_storep(&a[i], n);
        }
        collect();
        for (Int i = 0; i < N; i++)
                cr_assert(((Node *)a[i])->value == i && ((Node *)a[i])->left->value == -i);
}

Test(gc, many_grey_objects, .timeout = 60)
{
        setenv("GODEBUG", "gcpoison=1,gcverify=1", 1);
        test_run(many_grey_main);
}

static void long_list_main(void)
{
        Node *head = NULL;
        for (Int i = 0; i < 1000000; i++) {
                Node *n = new_node(i);
                rt_storep(&n->left, head);
                head = n;
        }
        collect();
        Int n = 0;
        for (; head; head = head->left)
                n++;
        cr_assert_eq(n, 1000000);
}

Test(gc, long_list)
{
        test_run(long_list_main);
}

/* 20 GiB in small pieces. */
static void churn_main(void)
{
        Node *window[64] = { NULL };

        rt_gc_addroot((void **)window, 64);
        for (Int i = 0; i < (20ll << 30) / 24; i++)
                window[i & 63] = new_node(i);
        cr_assert_lt(mheap.mapped, 100u << 20);
}

Test(gc, twenty_gigabytes_stay_small, .timeout = 120)
{
        test_run(churn_main);
}

static void large_churn_main(void)
{
        for (int i = 0; i < 20000; i++)
                roots[0] = rt_mallocgc(1 << 20, NULL, 1);
        cr_assert_leq(mheap.mapped, 64u << 20);
}

Test(gc, large_objects_are_reused, .timeout = 60)
{
        rt_gc_addroot(roots, 16);
        test_run(large_churn_main);
}

static void stressed_main(void)
{
        Node *volatile n = tree(6);
        while (rt_gcstate.ncycles < 50)
                tree(4);
        cr_assert_eq(tree_sum(n), 120);
}

Test(gc, stress_mode, .timeout = 60)
{
        setenv("GODEBUG", "gcstress=3", 1);
        test_run(stressed_main);
}

static void exact_main(void)
{
        static struct { uint64_t alloc, total, sys, lookups, mallocs, frees, heapalloc, rest[2000]; } before, after;

        collect();
        rt_readmemstats(&before);
        for (int i = 0; i < 1000; i++)
                new_node(i);
        rt_mallocgc(100000, NULL, 1);
        for (int i = 0; i < 100; i++)
                rt_mallocgc(2, NULL, 1);
        rt_readmemstats(&after);
        cr_assert_eq(after.mallocs - before.mallocs, 1101);
        cr_assert_eq(after.total - before.total, 1000 * 24 + 106496 + 13 * 16);
        cr_assert_eq(after.heapalloc - before.heapalloc, after.total - before.total);
}

Test(gc, statistics_are_exact)
{
        test_run(exact_main);
}

/* ---- finalizers ---------------------------------------------------------------------------------------------------- */

static Int finalized[4];

static void on_dead(Node *n, const GoFunc *self)
{
        (void)self;
        finalized[n->value]++;
        if (n->left)
                cr_assert_eq(n->left->value, n->value + 1);
}

static const GoPtrType node_pointer_type = { .t = { .size = 8, .ptrdata = 8, .align = 8, .kind = GO_KIND_POINTER, .gcdata = one }, .elem = &node_type };
static const struct { GoFuncType t; const GoType *in[1]; } finalizer_type = {
        { .t = { .size = 8, .ptrdata = 8, .align = 8, .kind = GO_KIND_FUNC, .gcdata = one }, .nin = 1 }, { &node_pointer_type.t },
};
static const GoFunc on_dead_f = { (void *)on_dead };

static __attribute__((noinline)) void set_finalizer(Node *n)
{
        rt_setfinalizer((GoEface){ &node_pointer_type.t, n }, (GoEface){ &finalizer_type.t.t, (void *)&on_dead_f });
}

static __attribute__((noinline)) void make_finalizable(void)
{
        Node *a = new_node(0), *b = new_node(1), *cycle = new_node(2);
        rt_storep(&a->left, b);
        rt_storep(&cycle->right, cycle);
        set_finalizer(a);
        set_finalizer(b);
        set_finalizer(cycle);
        roots[0] = new_node(3);
        set_finalizer(roots[0]);
}

/* Collections until the finalizer of object i has run, which happens on another goroutine, perhaps another thread. */
static void collect_until_finalized(int i)
{
        for (int n = 0; n < 100 && !__atomic_load_n(&finalized[i], __ATOMIC_ACQUIRE); n++) {
                collect();
                rt_timesleep(1000000);
        }
        collect();
}

static void final_main(void)
{
        rt_gc_addroot(roots, 16);
        make_finalizable();
        collect();
        cr_assert_eq(finalized[1], 0, "what it refers to is finalized later");
        collect_until_finalized(0);
        collect_until_finalized(1);
        cr_assert_eq(finalized[0], 1);
        cr_assert_eq(finalized[1], 1);
        cr_assert_eq(finalized[2], 0, "members of a cycle are not");
        cr_assert_eq(finalized[3], 0, "reachable");
}

Test(gc, finalizers)
{
        setenv("GODEBUG", "gcpoison=1,gcverify=1", 1);
        test_run(final_main);
}

/* ---- the idle program ------------------------------------------------------------------------------------------------ */

static void idle_main(void)
{
        collect();
        uint32_t cycles = rt_gcstate.ncycles, asked = rt_gcstate.nforced;
        for (int i = 0; i < 500 && rt_gcstate.ncycles < cycles + 2; i++)
                rt_timesleep(10000000);
        cr_assert_geq(rt_gcstate.ncycles, cycles + 2, "nobody allocates, and there is a cycle from time to time");
        cr_assert_eq(rt_gcstate.nforced, asked, "nobody asked for them");
}

Test(gc, idle_programs_collect)
{
        rt_gcstate.force_period = 30000000;
        test_run(idle_main);
}

/* ---- the sweeper ------------------------------------------------------------------------------------------------------- */

/* A cycle has ended, and its garbage is not swept yet. */
static void end_a_cycle(void)
{
        for (int i = 0; i < 100; i++)
                tree(10);
        for (uint32_t n = rt_gcstate.ncycles; rt_gcstate.ncycles == n || rt_gcstate.phase != GC_OFF;) {
                gc_start(GC_FORCED);
                rt_gosched();
        }
}

static void sweeper_idle_main(void)
{
        end_a_cycle();
        for (int i = 0; i < 500 && mheap.sweepnext > 0; i++)
                rt_timesleep(10000000);
        cr_assert_eq(mheap.sweepnext, 0, "a program that sleeps is swept");
}

static void sweeper_busy_main(void)
{
        end_a_cycle();
        int64_t end = rt_nanotime() + 5000000000;
        while (*(volatile uint32_t *)&mheap.sweepnext > 0 && rt_nanotime() < end)
                ;
        cr_assert_eq(mheap.sweepnext, 0, "one that computes and does not allocate is swept");
}

Test(gc, sweeper_comes_to_idle_programs)
{
        test_run(sweeper_idle_main);
}

Test(gc, sweeper_comes_to_busy_programs)
{
        test_run(sweeper_busy_main);
}

/* ---- grey objects -------------------------------------------------------------------------------------------------- */

static void grey_main(void)
{
        enum { N = 5 * GREY_SLOTS + 17 };
        static Bool seen[N + 1];
        GcWork a = { 0 }, b = { 0 };
        uintptr_t obj;
        int n = 0;

        rt_section_enter();
        for (uintptr_t i = 1; i <= N; i++)
                grey_push(&a, i);
        cr_assert(grey_waiting(), "full buffers are for everybody");
        while (grey_pop(&b, &obj)) {
                cr_assert(!seen[obj]);
                seen[obj] = 1;
                n++;
        }
        cr_assert_lt(n, N, "what is in a P's own buffers is its own");
        grey_flush(&a);
        cr_assert(grey_is_empty(&a));
        while (grey_pop(&b, &obj)) {
                cr_assert(!seen[obj]);
                seen[obj] = 1;
                n++;
        }
        cr_assert_eq(n, N);
        cr_assert(grey_is_empty(&b) && !grey_waiting());
        for (uintptr_t i = 1; i <= GREY_SLOTS + 1; i++)
                grey_push(&a, i);
        grey_share(&a);
        cr_assert(grey_waiting() && !grey_is_empty(&a), "a second buffer is shared, the first one kept");
        while (grey_pop(&a, &obj))
                ;
        rt_section_leave();
}

static void deep_main(void)
{
        GcState *gc = &rt_gcstate;
        uint64_t own = mheap.own_pages, most = 0;

        rt_gc_addroot(roots, 1);
        rt_storep(&roots[0], tree(14));
        for (uint32_t want = gc->ncycles + 2; gc->ncycles < want;) {
                gc_start(GC_FORCED);
                most = mheap.own_pages > most ? mheap.own_pages : most;
                rt_gosched();
        }
        for (int i = 0; i < 500 && mheap.own_pages > own; i++)
                rt_timesleep(1000000);
        cr_assert_gt(most, own, "grey objects wait in pages of the heap");
        cr_assert_eq(mheap.own_pages, own, "and afterwards those are the heap's");
}

Test(gc, grey_objects_leave_no_buffers_behind)
{
        test_run(deep_main);
}

Test(gc, grey_objects_change_hands)
{
        test_run(grey_main);
}

/* ---- the pacer ------------------------------------------------------------------------------------------------------- */

enum { MB = 1 << 20 };

Test(pacer, goal_is_percent_above_what_survived)
{
        cr_assert_eq(pacer_goal(100 * MB, 100 * MB, 0, 100), 200 * MB);
        cr_assert_eq(pacer_goal(100 * MB, 100 * MB, 20 * MB, 50), 160 * MB, "roots count");
        cr_assert_eq(pacer_goal(100 * MB, 60 * MB, 0, 100), 160 * MB, "floating garbage buys no garbage");
        cr_assert_eq(pacer_goal(0, 0, 0, 100), 4 * MB, "small heaps have some room");
        cr_assert_eq(pacer_goal(2 * MB, 1 * MB, 0, 100), 6 * MB, "above what is alive");
        cr_assert_eq(pacer_goal(0, 0, 0, 400), 16 * MB);
        cr_assert_eq(pacer_goal(100 * MB, 100 * MB, 0, -1), UINT64_MAX, "GOGC=off");
}

Test(pacer, floating_garbage_does_not_last)
{
        cr_assert_eq(pacer_lasting(100 * MB, 200 * MB, 100 * MB, 30 * MB), 100 * MB, "the heap stands still");
        cr_assert_eq(pacer_lasting(100 * MB, 200 * MB, 80 * MB, 30 * MB), 80 * MB, "it shrinks");
        cr_assert_eq(pacer_lasting(100 * MB, 200 * MB, 200 * MB, 30 * MB), 230 * MB, "it only grows");
        cr_assert_eq(pacer_lasting(100 * MB, 200 * MB, 150 * MB, 30 * MB), 165 * MB, "half of what is new lasts");
        cr_assert_eq(pacer_lasting(0, 0, 0, 0), 0);
}

Test(pacer, trigger_is_between_bounds)
{
        for (uint64_t runway = 0; runway < 400 * MB; runway += MB) {
                uint64_t t = pacer_trigger(100 * MB, 200 * MB, runway);
                cr_assert(t >= 100 * MB + 100ull * MB * 45 / 64 - 64 && t <= 196 * MB, "runway %lu: %lu", runway, t);
                cr_assert(runway < 5 * MB || runway > 29 * MB || t == 200 * MB - runway, "runway %lu: %lu", runway, t);
        }
        cr_assert_eq(pacer_trigger(10 * MB, 10 * MB, 0), 10 * MB, "a limit that is reached: at once");
        cr_assert_eq(pacer_trigger(0, 4 * MB, 0), 4ull * MB / 64 * 61);
}

Test(pacer, cons_mark_is_measured_in_equal_processor_time)
{
        cr_assert_float_eq(pacer_cons_mark(30, 10, 0.25, 0), 1, 1e-9);  /* 3 times the time for 3 times the bytes */
        cr_assert_float_eq(pacer_cons_mark(30, 10, 0.25, 0.5), 3, 1e-9);
        cr_assert_float_eq(pacer_cons_mark(30, 0, 0.25, 0), 0, 1e-9);
}

/* ---- the barrier ------------------------------------------------------------------------------------------------------ */

/* Stores to slots that the compiler addresses in different ways. */
static __attribute__((noinline)) void store_based(Node *n, void *v) { GO_STOREP(n->right, v); }
static __attribute__((noinline)) void store_indexed(void **a, Int i, void *v) { GO_STOREP(a[i + 40], v); }
static __attribute__((noinline)) void store_constant(Node *n) { GO_STOREP(n->left, 0); }
static __attribute__((noinline)) void store_global(void *v) { GO_STOREP(roots[5], v); }

static Bool shades_what_it_overwrites(int how)
{
        Node *n = new_node(1), *old = new_node(2);
        void **a = rt_newarray(&pointer_type, 100);

        n->left = n->right = roots[5] = a[49] = old;
        rt_section_enter();
        rt_wb_enabled = 1;
        cr_assert(!gc_is_marked((uintptr_t)old));
        switch (how) {
        case 0: store_based(n, a); break;
        case 1: store_indexed(a, 9, n); break;
        case 2: store_constant(n); break;
        case 3: store_global(a); break;
        case 4: rt_storep(&n->left, NULL); break;
        case 5: rt_movep(n, &(Node){ 0 }, sizeof *n); break;
        case 6: rt_typedmemclr(&node_type, n); break;
        }
        rt_wb_enabled = 0;
        Bool marked = gc_is_marked((uintptr_t)old) && !gc_is_marked((uintptr_t)a);
        void *held[] = { n->left, n->right, roots[5], a[49] };
        int changed = 0;
        for (int i = 0; i < 4; i++)
                changed += held[i] != old;
        rt_section_leave();
        return marked && changed == (how >= 5 ? 2 : 1);
}

static void barrier_main(void)
{
        for (int how = 0; how < 7; how++)
                cr_assert(shades_what_it_overwrites(how), "store %d", how);
}

Test(gc, barrier_shades_the_overwritten_pointer)
{
        setenv("GODEBUG", "gcstress=0", 1);
        test_run(barrier_main);
}

#if defined(__x86_64__)
/* Wherever a signal comes between test and store, it continues at the test. */
Test(gc, a_store_begins_again)
{
        uintptr_t f = (uintptr_t)store_based, cmp = 0;
        int n = 0;

        for (uintptr_t pc = f; pc < f + 40 && !cmp; pc++)
                if (*(uint8_t *)pc == 0x83 && ((uint8_t *)pc)[1] == 0x3d)
                        cmp = pc;
        cr_assert(cmp);
        for (uintptr_t pc = f; pc <= cmp + 16; pc++)
                if (rt_storep_rewind(pc) != pc) {
                        cr_assert_eq(rt_storep_rewind(pc), cmp);
                        n++;
                }
        cr_assert_eq(n, 3, "the jump, the call and the store");
}
#endif
