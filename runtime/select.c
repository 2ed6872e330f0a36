/* select.c - the select statement.
 *
 * Cases are looked at in random order, which is what makes select fair; their channels are locked in address order, which is
 * what makes it free of deadlock.  Three passes: take the first case that is ready; else queue on every channel and
 * sleep; then, woken by one of them, leave the queues of the others.  Who wakes a selecting goroutine must first win
 * its select_done flag, so exactly one does.
 * After: runtime/select.go. */
#include "chan.h"

typedef struct Select {
        GoScase  *cases;
        Int       nsends, ncases;       /* cases with a channel: listed in the orders */
        uint16_t *pollorder, *lockorder;
        Sudog    *sudogs;               /* [k]: of case lockorder[k] */
} Select;

static Bool case_is_send(const Select *s, Int i)
{
        return i < s->nsends;
}

static GoChan *lock_chan(const Select *s, Int k)
{
        return s->cases[s->lockorder[k]].c;
}

/* Heap sort of the lock order by channel address: no recursion, no worst case. */
static void sift(uint16_t *a, const GoScase *cases, Int i, Int n)
{
        uint16_t v = a[i];

        for (Int child; (child = 2 * i + 1) < n; i = child) {
                if (child + 1 < n && cases[a[child]].c < cases[a[child + 1]].c)
                        child++;
                if (cases[v].c >= cases[a[child]].c)
                        break;
                a[i] = a[child];
        }
        a[i] = v;
}

static void make_orders(Select *s, Int n)
{
        s->ncases = 0;
        for (Int i = 0; i < n; i++) {
                if (!s->cases[i].c) {
                        s->cases[i].elem = NULL;
                        continue;
                }
                uint32_t j = rt_fastrandn((uint32_t)s->ncases + 1);
                s->pollorder[s->ncases] = s->pollorder[j];
                s->pollorder[j] = (uint16_t)i;
                s->ncases++;
        }
        memcpy(s->lockorder, s->pollorder, (Uintptr)s->ncases * sizeof *s->lockorder);
        for (Int i = s->ncases / 2 - 1; i >= 0; i--)
                sift(s->lockorder, s->cases, i, s->ncases);
        for (Int i = s->ncases - 1; i > 0; i--) {
                uint16_t v = s->lockorder[0];
                s->lockorder[0] = s->lockorder[i];
                s->lockorder[i] = v;
                sift(s->lockorder, s->cases, 0, i);
        }
}

static void lock_all(const Select *s)
{
        for (Int k = 0; k < s->ncases; k++)
                if (k == 0 || lock_chan(s, k) != lock_chan(s, k - 1))
                        rt_lock(&lock_chan(s, k)->lock);
}

/* All but `but`, which an operation unlocks itself. */
static void unlock_all(const Select *s, const GoChan *but)
{
        for (Int k = s->ncases - 1; k >= 0; k--)
                if ((k == 0 || lock_chan(s, k) != lock_chan(s, k - 1)) && lock_chan(s, k) != but)
                        rt_unlock(&lock_chan(s, k)->lock);
}

static Bool unlock_waiting(G *g, void *arg)
{
        (void)g;
        unlock_all(arg, NULL);
        return 1;
}

/* Is case i ready?  Then it is done, and everything unlocked. */
static Bool try_send(const Select *s, GoChan *c, const void *elem)
{
        Sudog *receiver;

        if (c->closed) {
                unlock_all(s, NULL);
                rt_panic_plain("send on closed channel");
        }
        if ((receiver = waitq_pop(&c->recvq))) {
                unlock_all(s, c);
                chan_send_to(c, receiver, elem);
                return 1;
        }
        if (c->qcount < c->dataqsiz) {
                chan_buffer_put(c, elem);
                unlock_all(s, NULL);
                return 1;
        }
        return 0;
}

static Bool try_recv(const Select *s, GoChan *c, void *elem, Bool *ok)
{
        Sudog *sender;

        if ((sender = waitq_pop(&c->sendq))) {
                unlock_all(s, c);
                chan_recv_from(c, sender, elem);
                *ok = 1;
                return 1;
        }
        if (c->qcount > 0) {
                chan_buffer_get(c, elem);
                unlock_all(s, NULL);
                *ok = 1;
                return 1;
        }
        if (c->closed) {
                unlock_all(s, NULL);
                if (elem)
                        rt_typedmemclr(c->elemtype, elem);
                *ok = 0;
                return 1;
        }
        return 0;
}

static void queue_on_all(Select *s, G *g)
{
        Sudog **link = &g->waiting;

        for (Int k = 0; k < s->ncases; k++) {
                Int i = s->lockorder[k];
                GoChan *c = s->cases[i].c;
                Sudog *sg = &s->sudogs[k];
                *sg = (Sudog){ .g = g, .is_select = 1, .elem = s->cases[i].elem, .c = c };
                *link = sg;
                link = &sg->waitlink;
                waitq_push(case_is_send(s, i) ? &c->sendq : &c->recvq, sg);
        }
}

/* Leaves all queues; returns the case of the one that woke us. */
static Int leave_queues(Select *s, const Sudog *winner)
{
        Int chosen = -1;

        for (Int k = 0; k < s->ncases; k++) {
                Int i = s->lockorder[k];
                GoChan *c = s->cases[i].c;
                if (&s->sudogs[k] == winner)
                        chosen = i;
                else
                        waitq_remove(case_is_send(s, i) ? &c->sendq : &c->recvq, &s->sudogs[k]);
        }
        return chosen;
}

enum { MANY = 32 };                     /* cases that C's stack has room for */

Int rt_selectgo(GoScase *cases, Int nsends, Int nrecvs, Bool block, Bool *recv_ok)
{
        Int n = nsends + nrecvs;
        Bool ok = 0;
        Int on_stack = n <= MANY ? n : 0;
        uint16_t few[2 * on_stack + 1], *orders = on_stack == n ? few : rt_mallocgc((Uintptr)n * 2 * sizeof *orders, NULL, 0);
        Select s = { .cases = cases, .nsends = nsends, .pollorder = orders, .lockorder = orders + n };
        G *g = getg();

        make_orders(&s, n);
        /* What many sudogs point to is kept alive by the cases. */
        Sudog few_sudogs[on_stack ? on_stack : 1];
        s.sudogs = on_stack == n ? few_sudogs : block ? rt_mallocgc((Uintptr)s.ncases * sizeof *s.sudogs, NULL, 1) : NULL;
        lock_all(&s);
        for (Int k = 0; k < s.ncases; k++) {
                Int i = s.pollorder[k];
                GoScase *cs = &cases[i];
                if (case_is_send(&s, i) ? try_send(&s, cs->c, cs->elem) : try_recv(&s, cs->c, cs->elem, &ok)) {
                        if (recv_ok)
                                *recv_ok = ok;
                        return i;
                }
        }
        if (!block) {
                unlock_all(&s, NULL);
                return -1;
        }
        if (s.ncases == 0) {
                rt_gopark(NULL, NULL, "select");
                rt_throw("unreachable");
        }
        queue_on_all(&s, g);
        g->param = NULL;
        rt_gopark(unlock_waiting, &s, "select");
        lock_all(&s);
        g->select_done = 0;
        Sudog *winner = g->param;
        g->param = NULL;
        g->waiting = NULL;
        Int chosen = leave_queues(&s, winner);
        if (chosen < 0)
                rt_throw("selectgo: bad wakeup");
        unlock_all(&s, NULL);
        if (case_is_send(&s, chosen) && !winner->success)
                rt_panic_plain("send on closed channel");
        if (recv_ok)
                *recv_ok = !case_is_send(&s, chosen) && winner->success;
        return chosen;
}
