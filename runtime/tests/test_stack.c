/* test_stack.c - stacks of segments: this file is compiled as emitted code is, with checks that move calls to another one. */
#include "support.h"
#include "../scheduler.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static Int sum;

static __attribute__((noinline)) Int deep(Int n)
{
        GO_STACKCHECK();
        volatile Int v = n;
        return n == 0 ? 0 : deep(n - 1) + (v == n);
}

static void deep_main(void)
{
        sum = deep(10000000);
}

Test(stack, ten_million_frames, .timeout = 60)
{
        test_run(deep_main);
        cr_assert_eq(sum, 10000000);
}

static void overflow_main(void)
{
        deep(INT64_MAX);
}

Test(stack, overflow_is_fatal, .exit_code = 2, .timeout = 60)
{
        test_run(overflow_main);
}

static void small_limit_main(void)
{
        rt_maxstacksize = 3 << 20;
        deep(1 << 17);
}

Test(stack, limit_counts_all_segments, .exit_code = 2)
{
        test_run(small_limit_main);
}

#if defined(__x86_64__)

/* ---- what a call carries over a boundary ------------------------------------------------------------------------ */

typedef struct Big { Int a[9]; } Big;

static __attribute__((noinline)) Big carry(Int a, Int b, Int c, Int d, Int e, Int f, Int g, Big by, double x, double y)
{
        volatile char frame[512];
        frame[0] = (char)a;
        Big r = by;
        r.a[0] += a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g;
        r.a[1] += (Int)(x * y) + frame[0] - (char)a;
        return r;
}

typedef struct Pair { Int i; double d; } Pair;

static __attribute__((noinline)) Pair two_registers(Int i, double d)
{
        volatile char frame[512];
        frame[0] = 1;
        return (Pair){ i + frame[0], d + frame[0] };
}

static __attribute__((noinline)) void at_depth(Int n, void (*fn)(void))
{
        if (n > 0)
                at_depth(n - 1, fn);
        else
                fn();
        rt_barrier();
}

static void carry_check(void)
{
        Big by = { { 1, 2, 3, 4, 5, 6, 7, 8, 9 } };
        Big r = carry(1, 2, 3, 4, 5, 6, 7, by, 1.5, 4);
        Pair p = two_registers(41, 0.5);

        sum += r.a[0] == 141 && r.a[1] == 8 && r.a[8] == 9 && by.a[0] == 1 && p.i == 42 && p.d == 1.5;
}

static void carry_main(void)
{
        for (Int n = 0; n < 2000; n++)
                at_depth(n, carry_check);
        cr_assert_eq(sum, 2000);
}

Test(stack, arguments_and_results_cross_a_boundary)
{
        test_run(carry_main);
}

#define FRAME(bytes) \
        static __attribute__((noinline)) void frame_##bytes(void) { \
                volatile char frame[bytes]; \
                frame[0] = frame[(bytes) - 1] = 1; \
                sum += frame[0] + deep(10); \
        }
FRAME(30000)
FRAME(60000)
FRAME(2000000)
FRAME(40000000)

static void frames_main(void)
{
        for (Int n = 0; n < 1500; n += 3) {
                at_depth(n, frame_30000);
                at_depth(n, frame_60000);
        }
        at_depth(700, frame_2000000);
        at_depth(700, frame_40000000);
        cr_assert_eq(sum, 1002 * 11);
        cr_assert_eq(getg()->seg, &getg()->first);
}

Test(stack, large_frames)
{
        test_run(frames_main);
}

/* ---- segments ----------------------------------------------------------------------------------------------------- */

static Uintptr inuse;

static void look_inside(void)
{
        G *g = getg();
        Int here;

        cr_assert_not_null(g->seg->prev);
        cr_assert(rt_on_stack(g, (uintptr_t)&here) && rt_on_stack(g, g->first.hi - 8) && !rt_on_stack(g, (uintptr_t)&sum));
        cr_assert_gt(rt_stack_inuse(), inuse);
}

static void spare_main(void)
{
        G *g = getg();

        for (int i = 0; i < 20; i++) {          /* the collector's goroutines have run, and have stacks */
                rt_gc();
                rt_gosched();
        }
        inuse = rt_stack_inuse();
        at_depth(5000, look_inside);
        cr_assert_eq(g->seg, &g->first);
        const StackSeg *s = g->spare;
        cr_assert_not_null(s, "kept for the next deep call");
        at_depth(5000, look_inside);
        cr_assert_eq(g->spare, s);
        rt_gc();
        cr_assert_null(g->spare, "the collector frees it");
        cr_assert_lt(rt_stack_inuse(), inuse + (32 << 10), "but for first segments of goroutines of the collector that had not run yet");
        at_depth(5000, look_inside);
        cr_assert_eq(g->spare, s, "used again");
}

Test(stack, segments_are_kept_until_a_collection)
{
        test_run(spare_main);
}

static void ends_deep(void *arg)
{
        (void)arg;
        at_depth(5000, rt_goexit);
}

static void end_main(void)
{
        inuse = rt_stack_inuse();
        for (int i = 0; i < 100; i++) {
                test_go(ends_deep, NULL);
                rt_gosched();
        }
        cr_assert_lt(rt_stack_inuse(), inuse + 10 * 8192);
}

Test(stack, a_goroutine_that_ends_frees_its_segments)
{
        test_run(end_main);
}

static Int nended;

static void ends(void *arg)
{
        (void)arg;
        __atomic_add_fetch(&nended, 1, __ATOMIC_RELAXED);
}

static void many_main(void)
{
        enum { N = 1000 };

        inuse = rt_stack_inuse();
        for (int i = 0; i < N; i++)
                test_go(ends, NULL);
        while (__atomic_load_n(&nended, __ATOMIC_RELAXED) < N)
                rt_gosched();
        cr_assert_lt(rt_stack_inuse(), inuse + N / 2 * 8192);
}

Test(stack, goroutines_that_wait_for_their_first_turn_need_none)
{
        test_run(many_main);
}

static void *jb[RT_JB_WORDS];

static void jump_out(void)
{
        rt_section_enter();
        rt_stack_unwind(getg(), (uintptr_t)jb[ARCH_JB_SP]);
        rt_longjmp(jb, 1);
}

static __attribute__((noinline)) void set_and_dive(void)
{
        if (!rt_setjmp(jb))
                at_depth(100000, jump_out);
        cr_assert_eq(rt_sections, 0);
        cr_assert_eq(getg()->stackguard, getg()->seg->guard);
}

static void jump_main(void)
{
        set_and_dive();
        cr_assert_eq(getg()->seg, &getg()->first);
        at_depth(1000, set_and_dive);
        cr_assert_eq(getg()->seg, &getg()->first);
        deep(100000);
}

Test(stack, a_jump_outwards_leaves_segments)
{
        test_run(jump_main);
}

/* ---- signals at every instruction of a crossing ------------------------------------------------------------------- */

/* The processor's trap flag stops the goroutine after each instruction; there the thread is asked to switch it out, which the next
 * instruction is interrupted for.  Others collect garbage meanwhile: its stack is scanned in the state that it was left in. */
static struct {
        G       *g;
        uint32_t in_morestack, cycles, done;
} stepped;

static void on_step(int sig, siginfo_t *info, void *context)
{
        ucontext_t *uc = context;
        G *g = getg();

        (void)sig, (void)info;
        if (g != stepped.g) {           /* it left by itself: the flag stayed with the thread */
                uc->uc_mcontext.gregs[REG_EFL] &= ~0x100L;
                return;
        }
        stepped.in_morestack += rt_stack_switching(arch_pc(uc));
        __atomic_store_n(&g->m->p->preempt, 1, __ATOMIC_SEQ_CST);
        rt_syscall(SYS_tgkill, getpid(), rt_syscall(SYS_gettid, 0, 0, 0, 0, 0, 0), SIGURG, 0, 0, 0);
}

static void trap_flag(Bool set)
{
        if (set)
                __asm__ volatile("pushfq; orq $0x100, (%%rsp); popfq" ::: "memory", "cc");
        else
                __asm__ volatile("pushfq; andq $~0x100, (%%rsp); popfq" ::: "memory", "cc");
}

static void step_check(void)
{
        trap_flag(1);
        carry_check();
        trap_flag(0);
}

static void collect(void *arg)
{
        (void)arg;
        while (!__atomic_load_n(&stepped.done, __ATOMIC_ACQUIRE)) {
                rt_gc();
                stepped.cycles++;
        }
        __atomic_store_n(&stepped.done, 2, __ATOMIC_RELEASE);
}

static Bool on_first;

static void look_where(void)
{
        on_first = getg()->seg == &getg()->first;
}

static void step_main(void)
{
        struct sigaction sa = { .sa_sigaction = on_step, .sa_flags = SA_SIGINFO | SA_ONSTACK };

        sigfillset(&sa.sa_mask);
        sigaction(SIGTRAP, &sa, NULL);
        Int border = 0;
        for (on_first = 1; on_first; border++)
                at_depth(border, look_where);
        rt_stack_cool(getg(), getg()->first.hi);        /* the first guard is back */
        arch_set_stackguard(getg()->stackguard);
        stepped.g = getg();
        test_go(collect, NULL);
        for (Int n = 0; n < border; n += border / 200)  /* past the first guard */
                at_depth(n, step_check);
        for (Int n = border - 50; n < border + 5; n++)  /* to the next segment */
                at_depth(n, step_check);
        cr_assert_geq(sum, 255);
        cr_assert_gt(stepped.in_morestack, 1000);
        cr_assert_gt(stepped.cycles, 1);
        __atomic_store_n(&stepped.done, 1, __ATOMIC_RELEASE);
        while (__atomic_load_n(&stepped.done, __ATOMIC_ACQUIRE) != 2)
                rt_gosched();
}

Test(stack, switched_out_at_every_instruction_of_a_crossing, .timeout = 60)
{
        test_run(step_main);
}

#endif
