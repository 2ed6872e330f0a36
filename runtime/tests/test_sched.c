/* test_sched.c - goroutines, channels, select, semaphores, timers, preemption, deadlock. */
#include "support.h"
#include "thread_checks.h"
#include "../chan.h"
#include "../scheduler.h"
#include <criterion/criterion.h>

void sync$runtime_Semacquire(uint32_t *addr);
void sync$runtime_Semrelease(uint32_t *addr, Bool handoff, Int skip);

static const GoType int_type = { .size = 8, .align = 8, .field_align = 8, .kind = GO_KIND_INT };
static const GoChanType chan_of_int = { .elem = &int_type, .dir = 3 };
static const uint8_t one[1] = { 1 };
static const GoType pointer_type = { .size = 8, .ptrdata = 8, .align = 8, .field_align = 8, .kind = GO_KIND_POINTER, .gcdata = one };
static const GoChanType chan_of_pointer = { .elem = &pointer_type, .dir = 3 };

static GoChan *chan, *done;             /* roots: see start */
static Int sum;

static Int receive(GoChan *c)
{
        Int v;
        rt_chanrecv1(c, &v);
        return v;
}

static void send(GoChan *c, Int v)
{
        rt_chansend(c, &v);
}

/* Each test's runtime, with the channels above as roots. */
static void start(void (*fn)(void))
{
        rt_gc_addroot((void **)&chan, 1);
        rt_gc_addroot((void **)&done, 1);
        test_run(fn);
}

/* ---- channels ------------------------------------------------------------------------------------------------- */

static void count_to(void *n)
{
        for (Int i = 1; i <= (Int)n; i++)
                send(chan, i);
        rt_closechan(chan);
}

static void sum_channel(void)
{
        Int v;

        sum = 0;
        test_go(count_to, (void *)1000);
        while (rt_chanrecv2(chan, &v))
                sum += v;
}

static void unbuffered_main(void)
{
        chan = rt_makechan(&chan_of_int, 0);
        sum_channel();
}

static void buffered_main(void)
{
        chan = rt_makechan(&chan_of_int, 7);
        sum_channel();
}

Test(chan, unbuffered)
{
        start(unbuffered_main);
        cr_assert_eq(sum, 500500);
}

Test(chan, buffered)
{
        start(buffered_main);
        cr_assert_eq(sum, 500500);
}

static void nonblocking_main(void)
{
        GoChan *c = rt_makechan(&chan_of_int, 1);
        Int v = 5;
        Bool ok;

        cr_assert(!rt_selectnbrecv(c, &v, &ok));
        cr_assert(rt_selectnbsend(c, &v));
        cr_assert(!rt_selectnbsend(c, &v));
        v = 0;
        cr_assert(rt_selectnbrecv(c, &v, &ok) && ok && v == 5);
        cr_assert_eq(rt_chanlen(c), 0);
        cr_assert_eq(rt_chancap(c), 1);
        rt_closechan(c);
        cr_assert(rt_selectnbrecv(c, &v, &ok) && !ok && v == 0);
        cr_assert(!rt_selectnbrecv(NULL, &v, &ok));
}

Test(chan, nonblocking)
{
        start(nonblocking_main);
}

static void close_closed(void)
{
        GoChan *c = rt_makechan(&chan_of_int, 0);
        rt_closechan(c);
        rt_closechan(c);
}

Test(chan, close_twice_panics, .exit_code = 2)
{
        start(close_closed);
}

static void send_closed(void)
{
        GoChan *c = rt_makechan(&chan_of_int, 1);
        rt_closechan(c);
        send(c, 1);
}

Test(chan, send_on_closed_panics, .exit_code = 2)
{
        start(send_closed);
}

static void size_main(void)
{
        rt_makechan(&chan_of_int, -1);
}

Test(chan, negative_size_panics, .exit_code = 2)
{
        start(size_main);
}

/* A prime sieve: a chain of goroutines, each with its channel. */
static void filter(void *in_out_prime)
{
        void **a = in_out_prime;
        for (;;) {
                Int v = receive(a[0]);
                if (v % (Int)a[2] != 0)
                        send(a[1], v);
        }
}

static void generate(void *c)
{
        for (Int i = 2;; i++)
                send(c, i);
}

static void sieve_main(void)
{
        static const uint8_t mask[1] = { 3 };
        static const GoType args = { .size = 24, .ptrdata = 16, .align = 8, .kind = GO_KIND_STRUCT, .gcdata = mask };
        GoChan *c = rt_makechan(&chan_of_int, 0);

        test_go(generate, c);
        for (int i = 0; i < 500; i++) {
                sum = receive(c);
                GoChan *next = rt_makechan(&chan_of_int, 0);
                void **a = rt_new(&args);
                a[0] = c, a[1] = next, a[2] = (void *)sum;
                test_go(filter, a);
                c = next;
        }
        rt_gc();
}

Test(chan, sieve)
{
        start(sieve_main);
        cr_assert_eq(sum, 3571);
}

/* ---- select ------------------------------------------------------------------------------------------------------ */

static void feed(void *c)
{
        for (Int i = 0; i < 1000; i++)
                send(c, 1);
        send(done, 1);
}

static Int counts[3];

static void select_main(void)
{
        GoChan *a = rt_makechan(&chan_of_int, 0), *b = rt_makechan(&chan_of_int, 10);
        Int x;
        Bool ok;

        done = rt_makechan(&chan_of_int, 0);
        test_go(feed, a);
        test_go(feed, b);
        while (counts[0] + counts[1] + counts[2] < 2002) {      /* b's last elements may come after its sender's done */
                GoScase cases[3] = { { a, &x }, { b, &x }, { done, &x } };
                Int i = rt_selectgo(cases, 0, 3, 1, &ok);
                cr_assert(ok);
                counts[i] += x;
        }
        GoScase none[2] = { { a, &x }, { NULL, &x } };
        cr_assert_eq(rt_selectgo(none, 1, 1, 0, &ok), -1);
}

Test(select, receives_all)
{
        start(select_main);
        cr_assert_eq(counts[0], 1000);
        cr_assert_eq(counts[1], 1000);
}

static void fair_main(void)
{
        GoChan *c[3];
        Int x = 1;
        Bool ok;

        for (int i = 0; i < 3; i++) {
                c[i] = rt_makechan(&chan_of_int, 1);
                send(c[i], 1);
        }
        for (int n = 0; n < 3000; n++) {
                GoScase cases[3] = { { c[0], &x }, { c[1], &x }, { c[2], &x } };
                Int i = rt_selectgo(cases, 0, 3, 1, &ok);
                counts[i]++;
                send(c[i], 1);
        }
}

Test(select, is_fair)
{
        start(fair_main);
        for (int i = 0; i < 3; i++)
                cr_assert(counts[i] > 800 && counts[i] < 1200, "case %d chosen %ld times", i, counts[i]);
}

/* ---- semaphores ---------------------------------------------------------------------------------------------------- */

static uint32_t sema, finished;

static void critical(void *unused)
{
        (void)unused;
        for (int i = 0; i < 200; i++) {
                sync$runtime_Semacquire(&sema);
                Int before = sum;
                rt_gosched();
                sum = before + 1;
                sync$runtime_Semrelease(&sema, i & 1, 0);
        }
        sync$runtime_Semrelease(&finished, 0, 0);
}

static void sema_main(void)
{
        sema = 1;
        for (int i = 0; i < 20; i++)
                test_go(critical, NULL);
        for (int i = 0; i < 20; i++)
                sync$runtime_Semacquire(&finished);
}

Test(sema, mutual_exclusion)
{
        start(sema_main);
        cr_assert_eq(sum, 4000);
}

/* Many addresses in one bucket (1021 of them, by the address's 8-byte words): each release wakes a waiter of its own address, the one
 * that has waited longest. */
enum { NADDR = 2000, EACH = 3 };
static uint32_t *colliding[NADDR];
static Int turns[NADDR];

static void wait_in_turn(void *i_turn)
{
        Int i = (Int)i_turn / EACH, turn = (Int)i_turn % EACH;

        sync$runtime_Semacquire(colliding[i]);
        cr_assert_eq(turns[i], turn, "address %ld: waiter %ld came after %ld others", i, turn, turns[i]);
        turns[i]++;
        sync$runtime_Semrelease(&finished, 0, 0);
}

static void colliding_main(void)
{
        char *space = rt_sysalloc((Uintptr)NADDR * 1021 * 8);
        Int order[NADDR];

        for (Int i = 0; i < NADDR; i++) {
                colliding[i] = (uint32_t *)(space + i * 1021 * 8);
                order[i] = i;
        }
        for (Int turn = 0; turn < EACH; turn++) {
                for (Int k = NADDR; k-- > 0;) {
                        Int other = rt_fastrandn((uint32_t)k + 1), i = order[other];
                        order[other] = order[k];
                        order[k] = i;
                        test_go(wait_in_turn, (void *)(i * EACH + turn));
                }
                while (rt_others_runnable())
                        rt_gosched();
                rt_timesleep(2000000);          /* others may just be on their way to sleep */
        }
        for (Int k = 0; k < NADDR * EACH; k++) {
                sync$runtime_Semrelease(colliding[order[k % NADDR]], k & 1, 0);
                sync$runtime_Semacquire(&finished);
        }
        for (Int i = 0; i < NADDR; i++)
                sum += turns[i];
}

Test(sema, many_addresses_in_a_bucket, .timeout = 60)
{
        start(colliding_main);
        cr_assert_eq(sum, NADDR * EACH);
}

/* A handed-over semaphore's next owner runs before who released it goes on. */
static uint32_t baton;
static Int first_after;

static void take_baton(void *unused)
{
        (void)unused;
        sync$runtime_Semacquire(&baton);
        if (!first_after)
                first_after = 1;
        sync$runtime_Semrelease(&finished, 0, 0);
}

static void handoff_main(void)
{
        for (int i = 0; i < 3000; i++) {
                first_after = 0;
                test_go(take_baton, NULL);
                rt_gosched();
                rt_gosched();
                sync$runtime_Semrelease(&baton, 1, 0);
                if (!first_after)
                        first_after = 2;
                sum += first_after == 1;
                sync$runtime_Semacquire(&finished);
        }
}

Test(sema, handoff, .timeout = 60)
{
        start(handoff_main);
        cr_assert(sum >= 2000, "%ld handoffs of 3000 were direct", sum);
}

/* ---- queues, locks, notes: real threads ------------------------------------------------------------------------------ */

Test(threads, checks, .timeout = 60)
{
        for (const ThreadCheck *c = thread_checks; c->name; c++) {
                const char *wrong = c->run();
                cr_assert_null(wrong, "%s: %s", c->name, wrong);
        }
}

/* ---- time, preemption ------------------------------------------------------------------------------------------------ */

static void sleep_main(void)
{
        int64_t t0 = rt_nanotime();
        rt_timesleep(20000000);
        sum = rt_nanotime() - t0;
}

Test(sched, sleeps)
{
        start(sleep_main);
        cr_assert(sum >= 20000000 && sum < 400000000, "slept %ld ns", sum);
}

/* In one heap, run by one thread: there is no order between the timers of two Ps, nor between the wake-ups of goroutines that began to
 * sleep at times of their own. */
static Int fired[8], nfired;

static void note_fired(GoEface arg, Uintptr seq, const GoFunc *self)
{
        (void)arg, (void)self;
        fired[nfired++] = (Int)seq;
}

static void order_main(void)
{
        static const Int ms[] = { 7, 3, 12, 5, 9 };
        static const GoFunc note_fired_f = { (void *)note_fired };
        static GoTimer t[5];

        rt_setgomaxprocs(1);
        int64_t now = rt_nanotime();
        for (int i = 0; i < 5; i++) {
                t[i] = (GoTimer){ .when = now + ms[i] * 1000000, .f = &note_fired_f, .seq = (Uintptr)ms[i] };
                rt_timer_add(&t[i]);
        }
        rt_timesleep(20000000);
        cr_assert_eq(nfired, 5);
        for (int i = 1; i < 5; i++)
                cr_assert_gt(fired[i], fired[i - 1]);
}

Test(sched, timers_fire_in_order)
{
        start(order_main);
}

static volatile Bool stop;

static void set_stop(void *unused)
{
        (void)unused;
        stop = 1;
}

static void spin_main(void)
{
        test_go(set_stop, NULL);
        while (!stop)
                sum++;
}

Test(sched, loops_without_calls_are_preempted, .timeout = 10)
{
        start(spin_main);
}

/* Arithmetic in vector registers and on memory goes on unharmed while it is preempted. */
static void compute(void *seed)
{
        double x = (double)(Int)seed, y = 0;
        for (long i = 0; i < 20000000; i++) {
                x = x * 0.5 + 1.25;
                y += x;
        }
        double a = (double)(Int)seed, b = 0;
        for (long i = 0; i < 20000000; i++) {
                a = a * 0.5 + 1.25;
                b += a;
        }
        send(chan, y == b);
}

static void compute_main(void)
{
        chan = rt_makechan(&chan_of_int, 0);
        for (Int i = 0; i < 4; i++)
                test_go(compute, (void *)i);
        for (int i = 0; i < 4; i++)
                cr_assert_eq(receive(chan), 1);
}

Test(sched, preemption_keeps_registers, .timeout = 30)
{
        start(compute_main);
}

/* Goroutines that allocate and are preempted wherever it hits them. */
typedef struct Cell { struct Cell *next; Int value; } Cell;
TEST_PTR_TYPE(cell_type, 16, 8, 1);

static void allocate(void *unused)
{
        Int total = 0;

        (void)unused;
        for (int round = 0; round < 300; round++) {
                Cell *list = NULL;
                for (Int i = 0; i < 3000; i++) {
                        Cell *c = rt_new_fast(&cell_type, 16, 8, 1);
                        cr_assert(c->next == NULL && c->value == 0);
                        c->value = i;
                        rt_storep(&c->next, list);
                        list = c;
                }
                for (; list; list = list->next)
                        total += list->value;
        }
        send(chan, total);
}

static void allocate_main(void)
{
        chan = rt_makechan(&chan_of_int, 0);
        for (int i = 0; i < 8; i++)
                test_go(allocate, NULL);
        for (int i = 0; i < 8; i++)
                cr_assert_eq(receive(chan), 300 * (3000 * 2999 / 2));
}

Test(sched, preempted_allocation, .timeout = 30)
{
        start(allocate_main);
        cr_assert_gt(rt_gcstate.ncycles, 3);
}

/* ---- many, deep, stuck --------------------------------------------------------------------------------------------------- */

/* Goroutines wake Ms, at any instruction of which they are switched out, while another stops the world: an M that was given a P but
 * not yet woken must not be left to a goroutine that waits for its turn. */
static uint32_t waking;

static void wake_others(void *arg)
{
        (void)arg;
        while (__atomic_load_n(&waking, __ATOMIC_ACQUIRE))
                p_wake();
        send(done, 1);
}

static void preempted_wake_main(void)
{
        enum { WAKERS = 4, STOPS = 800 };

        done = rt_makechan(&chan_of_int, WAKERS);
        rt_setgomaxprocs(3);
        waking = 1;
        for (int i = 0; i < WAKERS; i++)
                test_go(wake_others, NULL);
        for (int i = 0; i < STOPS; i++) {
                rt_stop_the_world("test");
                rt_start_the_world();
                if (i % 8 == 0)
                        rt_gosched();
        }
        __atomic_store_n(&waking, 0, __ATOMIC_RELEASE);
        for (int i = 0; i < WAKERS; i++)
                receive(done);
}

Test(sched, wake_ups_are_whole_when_the_world_stops, .timeout = 60)
{
        start(preempted_wake_main);
}

static void wait_and_pass(void *unused)
{
        (void)unused;
        receive(chan);
        send(done, 1);
}

static void many_main(void)
{
        chan = rt_makechan(&chan_of_int, 0);
        done = rt_makechan(&chan_of_int, 0);
        for (int i = 0; i < 20000; i++)
                test_go(wait_and_pass, NULL);
        rt_gosched();
        cr_assert_eq(rt_numgoroutine(), 20001);
        rt_closechan(chan);
        for (int i = 0; i < 20000; i++)
                sum += receive(done);
        while (rt_numgoroutine() > 1)
                rt_gosched();
}

Test(sched, many_goroutines, .timeout = 30)
{
        start(many_main);
        cr_assert_eq(sum, 20000);
}

static void deadlock_main(void)
{
        receive(rt_makechan(&chan_of_pointer, 0));
}

Test(sched, deadlock_is_fatal, .exit_code = 2)
{
        start(deadlock_main);
}

static void nil_main(void)
{
        rt_chansend(NULL, &sum);
}

Test(sched, nil_channel_is_deadlock, .exit_code = 2)
{
        start(nil_main);
}
