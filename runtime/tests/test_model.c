/* test_model.c - the protocol of waking and sleeping threads (sched.c, "Spinning"), as a model that is searched through completely.
 *
 * A state has a few Ps with numbers of goroutines in their queues, the global queue, and a few Ms, each at a step of what its function in
 * sched.c or threads.c does between two accesses to what threads share; what happens under sched.lock is one step.  One more thread plays
 * sysmon, which has no P.  A goroutine may make another one runnable, make a system call, end, or compute for ever.  From the first state on every
 * step of every thread is tried in every order.
 * Law: where no thread has a step left, no goroutine waits while a P is idle; else a wake-up was lost.  That the search would find that is
 * tested with protocols that lack a part. */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { NP = 2, NM = 4, NONE = 255 };

/* An M's next step. */
typedef enum Step {
        ABSENT,                 /* there is no such thread yet */
        PARKED,
        BUSY,                   /* computes for ever */
        BLOCKED,                /* in a system call, without a P */
        RUN,                    /* runs a goroutine */
        WAKE_IDLE, WAKE_SPINNING, WAKE_CLAIM, WAKE_START,       /* p_wake; then RUN */
        LOCAL, GLOBAL, SPIN, STEAL, GIVE_UP, LOWER, RECHECK, RETAKE, RAISE, PARK,       /* find_runnable */
        FOUND,                  /* reset_spinning */
        ADD, ADDED, ADD_START,  /* sysmon: inject_list */
        HANDOFF, HANDOFF_CLAIM, HANDOFF_LOCK, HANDOFF_LOOK,     /* sysmon: p_handoff of its p */
} Step;

typedef struct Thread { uint8_t step, p, spinning, i; } Thread;

typedef struct State {
        Thread  m[NM], sysmon;
        uint8_t runq[NP], global;
        uint8_t idle;           /* set of Ps */
        uint8_t nspinning;
        uint8_t ready, calls, events;   /* goroutines that may still be readied, system calls, things that sysmon readies */
} State;

typedef enum Fault { SOUND, NO_RECHECK, RECHECK_BEFORE_LOWERING, NO_QUEUE_AT_HANDOFF, ONLY_SPINNING_LOOK, NO_LOOK_AFTER_HANDOFF } Fault;
static Fault fault;

/* ---- the set of states that were seen, and those to be looked at ------------------------------------------------------------------- */

enum { SLOTS = 1 << 22 };
static State *seen, *todo;
static uint32_t nseen, ntodo;

static int compare_threads(const void *a, const void *b)
{
        return memcmp(a, b, sizeof(Thread));
}

/* Ms are all alike: states that differ in their order only are one. */
static void reach(const State *from)
{
        static const State none;
        State sorted = *from, *s = &sorted;

        qsort(sorted.m, NM, sizeof *sorted.m, compare_threads);
        uint64_t h = 14695981039346656037u;

        for (unsigned i = 0; i < sizeof *s; i++)
                h = (h ^ ((const uint8_t *)s)[i]) * 1099511628211u;
        uint32_t at = (uint32_t)(h >> 32) % SLOTS;
        while (memcmp(&seen[at], &none, sizeof none) != 0) {
                if (memcmp(&seen[at], s, sizeof *s) == 0)
                        return;
                at = (at + 1) % SLOTS;
        }
        cr_assert_lt(++nseen, SLOTS / 2, "too many states");
        seen[at] = *s;
        todo[ntodo++] = *s;
}

/* ---- steps ------------------------------------------------------------------------------------------------------------------------- */

static uint8_t pop_idle(State *s)
{
        for (uint8_t p = 0; p < NP; p++)
                if (s->idle & 1 << p) {
                        s->idle &= (uint8_t)~(1 << p);
                        return p;
                }
        return NONE;
}

/* m_start: a parked or new M gets p, or an idle P.  0: there is none in the model; the step waits until one has parked. */
static int start(State *s, uint8_t p, uint8_t spinning)
{
        if (p == NONE)
                p = pop_idle(s);
        if (p == NONE) {
                s->nspinning -= spinning;
                return 1;
        }
        int k = 0;
        while (k < NM && s->m[k].step != PARKED)
                k++;
        for (int j = 0; k == NM && j < NM; j++)
                if (s->m[j].step == ABSENT)
                        k = j;
        if (k == NM)
                return 0;
        s->m[k] = (Thread){ LOCAL, p, spinning, 0 };
        return 1;
}

static int busy_ps(const State *s)
{
        return NP - __builtin_popcount(s->idle);
}

static void take(Thread *t)
{
        t->step = t->spinning ? FOUND : RUN;
        t->i = 0;
}

/* The step of thread `t` of a copy of `old`; a step that may go several ways leads to several states. */
static void step(const State *old, int k)
{
        State s = *old;
        Thread *t = k < NM ? &s.m[k] : &s.sysmon;

        switch ((Step)t->step) {
        case ABSENT:
        case PARKED:
        case BUSY:
                return;
        case BLOCKED:           /* exitsyscall */
                t->p = pop_idle(&s);
                t->step = t->p == NONE ? PARKED : RUN;
                s.global += t->p == NONE;
                break;
        case RUN:
                if (s.ready > 0) {
                        s.ready--;
                        s.runq[t->p]++;
                        t->step = WAKE_IDLE;
                        reach(&s);
                        s = *old;
                }
                if (s.calls > 0 && s.sysmon.step == ADD) {
                        s.calls--;
                        s.sysmon.step = HANDOFF;
                        s.sysmon.p = t->p;
                        t->p = NONE;
                        t->step = BLOCKED;
                        reach(&s);
                        s = *old;
                }
                t->step = BUSY;
                reach(&s);
                t->step = LOCAL;
                break;
        case WAKE_IDLE:
                t->step = s.idle ? WAKE_SPINNING : RUN;
                break;
        case WAKE_SPINNING:
                t->step = s.nspinning == 0 ? WAKE_CLAIM : RUN;
                break;
        case WAKE_CLAIM:
                t->step = s.nspinning == 0 ? WAKE_START : RUN;
                s.nspinning += s.nspinning == 0;
                break;
        case WAKE_START:
                t->step = RUN;
                if (!start(&s, NONE, 1))
                        return;
                break;
        case LOCAL:
                t->step = GLOBAL;
                if (s.runq[t->p] > 0) {
                        s.runq[t->p]--;
                        take(t);
                }
                break;
        case GLOBAL:
                t->step = SPIN;
                if (s.global > 0) {
                        s.global--;
                        take(t);
                }
                break;
        case SPIN:
                t->step = t->spinning || 2 * s.nspinning < busy_ps(&s) ? STEAL : GIVE_UP;
                if (t->step == STEAL && !t->spinning) {
                        t->spinning = 1;
                        s.nspinning++;
                }
                break;
        case STEAL:
                if (t->i == NP) {
                        t->i = 0;
                        t->step = GIVE_UP;
                } else if (t->i != t->p && !(s.idle & 1 << t->i) && s.runq[t->i] > 0) {
                        s.runq[t->i]--;
                        take(t);
                } else {
                        t->i++;
                }
                break;
        case GIVE_UP:
                if (s.global > 0) {
                        s.global--;
                        take(t);
                        break;
                }
                s.idle |= (uint8_t)(1 << t->p);
                t->p = NONE;
                if (t->spinning)
                        t->step = fault == RECHECK_BEFORE_LOWERING ? RECHECK : LOWER;
                else
                        t->step = fault == NO_RECHECK || fault == ONLY_SPINNING_LOOK ? PARK : RECHECK;
                break;
        case LOWER:
                t->spinning = 0;
                s.nspinning--;
                t->step = fault == NO_RECHECK || fault == RECHECK_BEFORE_LOWERING ? PARK : RECHECK;
                break;
        case RECHECK:
                if (t->i == NP)
                        t->step = t->spinning ? LOWER : PARK;
                else if (s.runq[t->i] > 0)
                        t->step = RETAKE;
                else
                        t->i++;
                if (t->step != RECHECK)
                        t->i = 0;
                break;
        case RETAKE:
                t->p = pop_idle(&s);
                t->step = t->p != NONE ? RAISE : t->spinning ? LOWER : PARK;
                break;
        case RAISE:
                s.nspinning += !t->spinning;
                t->spinning = 1;
                t->step = LOCAL;
                break;
        case PARK:
                t->step = PARKED;
                break;
        case FOUND:
                t->spinning = 0;
                s.nspinning--;
                t->step = WAKE_IDLE;   /* the search misses it with three Ps only */
                break;
        case ADD:
                if (s.events == 0)
                        return;
                s.events--;
                s.global++;
                t->step = ADDED;
                break;
        case ADDED:
                t->step = s.idle ? ADD_START : ADD;
                break;
        case ADD_START:
                t->step = ADD;
                if (!start(&s, NONE, 0))
                        return;
                break;
        case HANDOFF:
                t->step = HANDOFF_CLAIM;
                if (fault != NO_QUEUE_AT_HANDOFF && (s.runq[t->p] > 0 || s.global > 0)) {
                        if (!start(&s, t->p, 0))
                                return;
                        t->step = ADD;
                }
                break;
        case HANDOFF_CLAIM:
                t->step = HANDOFF_LOCK;
                if (s.nspinning == 0 && !s.idle) {
                        s.nspinning++;
                        if (!start(&s, t->p, 1))
                                return;
                        t->step = ADD;
                }
                break;
        case HANDOFF_LOCK:
                t->step = ADD;
                if (s.global == 0) {
                        s.idle |= (uint8_t)(1 << t->p);
                        t->i = 0;
                        t->step = fault == NO_LOOK_AFTER_HANDOFF ? ADD : HANDOFF_LOOK;
                } else if (!start(&s, t->p, 0)) {
                        return;
                }
                break;
        case HANDOFF_LOOK:
                if (t->i == NP)
                        t->step = ADD;
                else if (s.runq[t->i] > 0)
                        t->step = WAKE_IDLE;
                else
                        t->i++;
                break;
        }
        if (k == NM && (t->step == ADD || t->step == RUN))
                *t = (Thread){ ADD, NONE, 0, 0 };
        reach(&s);
}

/* Is there a state without a further step that has lost a wake-up? */
static _Bool search(Fault f)
{
        uint32_t ended = 0;
        _Bool lost = 0;
        State first = { .m = { { RUN, 0, 0, 0 } }, .sysmon = { ADD, NONE, 0, 0 }, .idle = (1 << NP) - 2, .ready = 2, .calls = 1, .events = 1 };

        fault = f;
        nseen = ntodo = 0;
        seen = calloc(SLOTS, sizeof *seen);
        todo = malloc(SLOTS * sizeof *todo);
        reach(&first);
        while (ntodo > 0 && lost == 0) {
                State s = todo[--ntodo];
                uint32_t before = nseen;
                _Bool moves = s.events > 0 || s.sysmon.step != ADD;
                int queued = s.global, spinning = 0;
                for (int k = 0; k < NM; k++) {
                        moves |= s.m[k].step > BUSY;
                        spinning += s.m[k].spinning;
                }
                for (int k = 0; k <= NM; k++)
                        step(&s, k);
                if (moves)
                        continue;
                cr_assert_eq(before, nseen);
                for (int p = 0; p < NP; p++)
                        queued += s.runq[p];
                ended++;
                lost = queued > 0 && s.idle;
                cr_assert(s.nspinning == 0 && spinning == 0);
        }
        cr_log_info("%u states, %u of them last", nseen, ended);
        cr_assert_gt(ended, 0);
        free(seen);
        free(todo);
        return lost;
}

Test(model, no_wakeup_is_lost, .timeout = 120) { cr_assert(!search(SOUND)); }
Test(model, finds_a_missing_recheck, .timeout = 120) { cr_assert(search(NO_RECHECK)); }
Test(model, finds_a_recheck_too_early, .timeout = 120) { cr_assert(search(RECHECK_BEFORE_LOWERING)); }
Test(model, finds_a_forgotten_queue, .timeout = 120) { cr_assert(search(NO_QUEUE_AT_HANDOFF)); }
Test(model, finds_that_all_must_look, .timeout = 120) { cr_assert(search(ONLY_SPINNING_LOOK)); }
Test(model, finds_that_handoff_must_look, .timeout = 120) { cr_assert(search(NO_LOOK_AFTER_HANDOFF)); }
