/* thread_checks.c - see thread_checks.h. */
#include "thread_checks.h"
#include "../scheduler.h"
#include <pthread.h>

#ifdef RT_DELAYS
enum { THIEVES = 3, NGS = 10000 };
#else
enum { THIEVES = 3, NGS = 200000 };
#endif

static G gs[NGS];
static uint32_t taken[NGS];
static P ps[1 + THIEVES];
static uint32_t ntaken, failed, producing;

static void take(G *g)
{
        if (__atomic_fetch_add(&taken[g - gs], 1, __ATOMIC_RELAXED) != 0 || load_relaxed(&g->goid) != g - gs)
                store_relaxed(&failed, 1);
        __atomic_fetch_add(&ntaken, 1, __ATOMIC_RELAXED);
}

/* What is left in its own queue after a theft, and now and then something of the global queue. */
static void take_own(P *p, Bool global)
{
        Bool inherit;
        G *g;

        while ((g = runq_get(p, &inherit)))
                take(g);
        if (!global || load_relaxed(&sched.runq.n) == 0)
                return;
        rt_lock(&sched.lock);
        g = globrunq_get(p, 0);
        rt_unlock(&sched.lock);
        if (g)
                take(g);
}

static void *thief(void *arg)
{
        P *p = arg;

        for (uint32_t i = 0; load_acquire(&producing) || load_relaxed(&ntaken) < NGS; i++) {
                P *from = &ps[i % (1 + THIEVES)];
                G *g = from == p ? NULL : runq_steal(p, from, i % 7 == 0);
                if (g)
                        take(g);
                take_own(p, i % 5 == 0);
                if (load_relaxed(&failed))
                        break;
        }
        return NULL;
}

const char *check_runq_delivers_each_once(void)
{
        pthread_t t[THIEVES];
        Bool inherit;
        G *g;

        rt_gomaxprocs = 1 + THIEVES;
        producing = 1;
        for (int i = 0; i < THIEVES; i++)
                pthread_create(&t[i], NULL, thief, &ps[1 + i]);
        for (int i = 0; i < NGS; i++) {
                gs[i].goid = i;         /* what the place's publication must carry with it */
                runq_put(&ps[0], &gs[i], i % 3 == 0);
                if (i % 4 == 0 && (g = runq_get(&ps[0], &inherit)))
                        take(g);
        }
        store_release(&producing, 0);
        while (load_relaxed(&ntaken) < NGS && !load_relaxed(&failed))
                take_own(&ps[0], 1);
        for (int i = 0; i < THIEVES; i++)
                pthread_join(t[i], NULL);
        return failed ? "a goroutine was delivered twice, or before what was written to it" : NULL;
}

const char *check_runq_keeps_order(void)
{
        static P p;
        static G g[3];
        Bool inherit;

        runq_put(&p, &g[0], 0);
        runq_put(&p, &g[1], 1);
        runq_put(&p, &g[2], 1);         /* kicks g[1] to the ring's end */
        if (runq_get(&p, &inherit) != &g[2] || !inherit)
                return "runnext does not come first";
        if (runq_get(&p, &inherit) != &g[0] || inherit || runq_get(&p, &inherit) != &g[1])
                return "the ring is out of order";
        return runq_get(&p, &inherit) || !runq_empty(&p) ? "an empty queue gives something" : NULL;
}

/* ---- locks and notes ------------------------------------------------------------------------------------------- */

enum { LOCKERS = 4, ROUNDS = 20000 };
static RtLock lock;
static long counter;

static void *locker(void *unused)
{
        for (int i = 0; i < ROUNDS; i++) {
                rt_lock(&lock);
                counter++;
                if (i % 50 == 0)        /* the others fall asleep */
                        rt_usleep(10);
                rt_unlock(&lock);
        }
        return unused;
}

static const char *run_lockers(void)
{
        pthread_t t[LOCKERS];

        counter = 0;
        for (int i = 0; i < LOCKERS; i++)
                pthread_create(&t[i], NULL, locker, NULL);
        for (int i = 0; i < LOCKERS; i++)
                pthread_join(t[i], NULL);
        return counter == LOCKERS * ROUNDS ? NULL : "increments under a lock were lost";
}

/* Without membarrier, then with it. */
const char *check_lock_excludes(void)
{
        const char *wrong = run_lockers();

        rt_locks_init();
        return wrong ? wrong : run_lockers();
}

static RtNote ping, pong;
static long message;

static void *echo(void *unused)
{
        for (int i = 0; i < ROUNDS / 5; i++) {
                if (i % 2)
                        rt_note_sleep(&ping);
                else
                        while (!rt_note_tsleep(&ping, 1000000))
                                ;
                rt_note_clear(&ping);
                message++;
                rt_note_wakeup(&pong);
        }
        return unused;
}

const char *check_note_wakes(void)
{
        pthread_t t;

        pthread_create(&t, NULL, echo, NULL);
        for (int i = 0; i < ROUNDS / 5; i++) {
                message++;
                rt_note_wakeup(&ping);
                rt_note_sleep(&pong);
                rt_note_clear(&pong);
        }
        pthread_join(t, NULL);
        if (message != 2 * (ROUNDS / 5))
                return "a note did not carry what was written before it";
        rt_note_clear(&ping);
        return rt_note_tsleep(&ping, 1000000) ? "a note woke by itself" : NULL;
}

const ThreadCheck thread_checks[] = {
        { "a run queue delivers each goroutine once", check_runq_delivers_each_once },
        { "a run queue keeps its order", check_runq_keeps_order },
        { "a lock excludes", check_lock_excludes },
        { "a note wakes", check_note_wakes },
        { NULL, NULL },
};
