/* test_threads_tsan.c - thread_checks.c, timers and the sources that they check, built with ThreadSanitizer; a plain program, as the
 * test framework's own processes do not stand that.  Stands in for the rest of the runtime. */
#include "thread_checks.h"
#include "../scheduler.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

RT_TLS G *rt_g;
RT_TLS uint32_t rt_sections, rt_preempt_pending;
Sched sched;
int32_t rt_gomaxprocs;
int32_t rt_nheaps;
P *rt_allp[P_MAX];
HeapStats rt_stats;
uint32_t rt_wb_enabled;
void rt_preempt_now(void) {}
void rt_shade(const void *p) { (void)p; }
void rt_wb_thunk(void) {}
void gc_mark_pointer(uintptr_t p) { (void)p; }
void rt_netpoll_init(void) {}
void rt_netpoll_break(void) {}
void sysmon_start(void) {}
void rt_goready(G *g) { (void)g; }
void rt_mcall(void (*fn)(G *)) { (void)fn; }
void rt_park_on_g0(G *g) { (void)g; }
void rt_alloctrace_report(void) {}

void rt_throw(const char *msg)
{
        fprintf(stderr, "fatal error: %s\n", msg);
        _exit(2);
}

void rt_fatal(const char *msg) { rt_throw(msg); }

/* ---- timers: each is set again and again by one thread, stopped and run by all; it fires or is stopped once for each setting ---- */

enum { THREADS = 3, TIMERS = 60, ROUNDS = 30000 };

Bool time$resetTimer(GoTimer *t, int64_t when);
Bool time$stopTimer(GoTimer *t);

static P ps[THREADS];
static GoTimer timers[TIMERS];
static struct { uint32_t set, stopped, fired; } counts[TIMERS];

static void count_fired(GoEface arg, Uintptr seq, const GoFunc *self)
{
        (void)seq, (void)self;
        __atomic_fetch_add((uint32_t *)arg.data, 1, __ATOMIC_RELAXED);
}

static void *set_and_run(void *arg)
{
        P *p = arg;
        M m = { .p = p };
        G g = { .m = &m };

        rt_g = &g;
        for (int round = 0; round < ROUNDS; round++) {
                uint32_t any = rt_fastrandn(TIMERS), own = any / THREADS * THREADS + (uint32_t)p->id;
                switch (rt_fastrandn(4)) {
                case 0:
                case 1:
                        if (!time$resetTimer(&timers[own], rt_nanotime() + rt_fastrandn(200000)))
                                __atomic_fetch_add(&counts[own].set, 1, __ATOMIC_RELAXED);
                        break;
                case 2:
                        if (time$stopTimer(&timers[any]))
                                __atomic_fetch_add(&counts[any].stopped, 1, __ATOMIC_RELAXED);
                        break;
                case 3:
                        if (load_seq(&ps[any % THREADS].timers.first))
                                rt_timers_run(&ps[any % THREADS].timers, rt_nanotime());
                }
        }
        return NULL;
}

static const char *check_timers_fire_once(void)
{
        static const GoFunc count_fired_f = { (void *)count_fired };
        pthread_t t[THREADS];

        for (int i = 0; i < TIMERS; i++)
                timers[i] = (GoTimer){ .f = &count_fired_f, .arg = { NULL, &counts[i].fired } };
        store_seq(&sched.lastpoll, 1);
        for (int i = 0; i < THREADS; i++) {
                ps[i].id = i;
                ps[i].timers.id = (uint32_t)i;
                rt_allp[i] = &ps[i];
        }
        rt_nheaps = rt_gomaxprocs = THREADS;
        for (int i = 0; i < THREADS; i++)
                pthread_create(&t[i], NULL, set_and_run, &ps[i]);
        for (int i = 0; i < THREADS; i++)
                pthread_join(t[i], NULL);
        for (int i = 0; i < THREADS; i++)
                rt_timers_run(&ps[i].timers, INT64_MAX - 1);
        if (rt_timers_next() != 0)
                return "timers are left in a heap that was emptied";
        for (int i = 0; i < TIMERS; i++)
                if (timers[i].pp != 0 || counts[i].set != counts[i].stopped + counts[i].fired)
                        return "a timer fired twice, or not, or after it was stopped";
        return NULL;
}

int main(void)
{
        int nfailed = 0;
        const char *timers_wrong = check_timers_fire_once();

        if (timers_wrong)
                printf("timers: %s\n", timers_wrong);
        nfailed += timers_wrong != NULL;

        for (const ThreadCheck *c = thread_checks; c->name; c++) {
                const char *wrong = c->run();
                if (wrong)
                        printf("%s: %s\n", c->name, wrong);
                nfailed += wrong != NULL;
        }
        return nfailed != 0;
}
