/* netpoll.c - goroutines that wait for file descriptors: epoll, edge-triggered, and deadlines.
 *
 * Each descriptor has two slots, for its reader and its writer.  A slot is empty, READY (an event came and nobody has
 * looked since), WAIT (somebody is about to sleep), or the sleeping goroutine.  Events and expired deadlines empty the slot
 * of a sleeper and ready it; who wakes looks whether it was for an event, a deadline or because the descriptor closes.
 * Descriptors' records are never given back, so that a late event finds one: the event carries the record's generation.
 * After: Go's netpoller (runtime/netpoll.go, netpoll_epoll.go). */
#include "scheduler.h"
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <sys/syscall.h>

enum { POLL_OK, POLL_CLOSING, POLL_TIMEOUT, POLL_NOT_POLLABLE };        /* as internal/poll reads them */
#define READY ((G *)1)
#define WAIT  ((G *)2)

typedef struct PollDesc PollDesc;
typedef struct PollSide {
        G       *slot;
        int64_t  deadline;              /* 0: none; < 0: expired */
        Uintptr  seq;                   /* timers of older settings are stale */
        GoTimer  timer;
        PollDesc *pd;
} PollSide;

struct PollDesc {
        PollDesc *link;
        RtLock   lock;
        Uintptr  fd;
        uint16_t generation;
        Bool     closing, event_error;
        PollSide side[2];               /* reader, writer */
};

static struct {
        RtLock lock;
        int epfd;                       /* 0: not made yet; atomic */
        int eventfd;                    /* readable: the waiting thread should come back */
        uint32_t breaking;              /* a byte is under way there; atomic */
        PollDesc *free;
        int32_t waiters;
} poll;

static PollSide *side_of(PollDesc *pd, Int mode)
{
        return &pd->side[mode == 'w'];
}

static void make_poll(void)
{
        long fd = rt_syscall(SYS_epoll_create1, EPOLL_CLOEXEC, 0, 0, 0, 0, 0);
        long efd = rt_syscall(SYS_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK, 0, 0, 0, 0);
        struct epoll_event ev = { .events = EPOLLIN, .data.u64 = 0 };

        if (fd <= 0 || efd < 0 || rt_syscall(SYS_epoll_ctl, fd, EPOLL_CTL_ADD, efd, (long)&ev, 0, 0) < 0)
                rt_throw("runtime: netpollinit failed");
        poll.eventfd = (int)efd;
        store_seq(&sched.lastpoll, rt_nanotime());
        store_release(&poll.epfd, (int)fd);
}

void rt_netpoll_init(void)
{
        if (load_acquire(&poll.epfd))
                return;
        rt_lock(&poll.lock);
        if (!poll.epfd)
                make_poll();
        rt_unlock(&poll.lock);
}

Bool rt_netpoll_inited(void)
{
        return load_acquire(&poll.epfd) != 0;
}

void rt_netpoll_break(void)
{
        uint64_t one = 1;

        if (cas32(&poll.breaking, 0, 1)) {
                sched_step();
                while (rt_syscall(SYS_write, poll.eventfd, (long)&one, sizeof one, 0, 0, 0) == -EINTR)
                        ;
        }
}

Int rt_netpoll_waiters(void)
{
        return load_seq(&poll.waiters);
}

/* Empties the side's slot, or makes it READY; returns who slept in it. */
static G *unblock(PollSide *s, Bool ready)
{
        G *old = __atomic_load_n(&s->slot, __ATOMIC_ACQUIRE);

        sched_step();
        do
                if (old == READY || (!old && !ready))
                        return NULL;
        while (!__atomic_compare_exchange_n(&s->slot, &old, ready ? READY : NULL, 0, __ATOMIC_SEQ_CST, __ATOMIC_ACQUIRE));
        return old == WAIT ? NULL : old;
}

static void wake(G *g)
{
        if (!g)
                return;
        __atomic_sub_fetch(&poll.waiters, 1, __ATOMIC_SEQ_CST);
        rt_goready(g);
}

/* Without the lock: who waits has made the slot WAIT before, and those who close or let a deadline pass empty it after. */
static Int check_error(PollDesc *pd, Int mode)
{
        if (load_seq(&pd->closing))
                return POLL_CLOSING;
        if (load_seq(&side_of(pd, mode)->deadline) < 0)
                return POLL_TIMEOUT;
        return mode == 'r' && load_seq(&pd->event_error) ? POLL_NOT_POLLABLE : POLL_OK;
}

static Bool commit_sleep(G *g, void *slot)
{
        G *expect = WAIT;

        sched_step();
        if (!__atomic_compare_exchange_n((G **)slot, &expect, g, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
                return 0;
        __atomic_add_fetch(&poll.waiters, 1, __ATOMIC_SEQ_CST);
        return 1;
}

/* Sleep until the side is ready; 0: woken for another reason. */
static Bool block(PollDesc *pd, Int mode, Bool ignore_errors)
{
        PollSide *s = side_of(pd, mode);

        for (;;) {
                G *expect = READY;
                if (__atomic_compare_exchange_n(&s->slot, &expect, NULL, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
                        return 1;
                expect = NULL;
                if (__atomic_compare_exchange_n(&s->slot, &expect, WAIT, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
                        break;
                if (expect != READY)
                        rt_throw("runtime: double wait");
        }
        sched_step();
        if (ignore_errors || check_error(pd, mode) == POLL_OK)
                rt_gopark(commit_sleep, &s->slot, "IO wait");
        return __atomic_exchange_n(&s->slot, NULL, __ATOMIC_SEQ_CST) == READY;
}

/* Wait at most delay ns (< 0: forever); nanoseconds where the kernel can (Linux 5.11), else rounded up to milliseconds. */
static long wait_events(struct epoll_event *ev, int max, int64_t delay)
{
        static Bool coarse;
        struct timespec ts = { delay / 1000000000, delay % 1000000000 };

        if (delay != 0 && !load_relaxed(&coarse)) {
                long n = rt_syscall(SYS_epoll_pwait2, poll.epfd, (long)ev, max, delay < 0 ? 0 : (long)&ts, 0, 0);
                if (n != -ENOSYS)
                        return n;
                store_relaxed(&coarse, 1);
        }
        int64_t ms = delay < 0 ? -1 : (delay + 999999) / 1000000;
        return rt_syscall(SYS_epoll_pwait, poll.epfd, (long)ev, max, ms < 1000000000 ? ms : 1000000000, 0, 0);
}

static void drain_eventfd(void)
{
        uint64_t count;

        rt_syscall(SYS_read, poll.eventfd, (long)&count, sizeof count, 0, 0, 0);
        sched_step();
        store_seq(&poll.breaking, 0);
}

/* Readies the sleepers of one event: those go on the list. */
static void take_event(const struct epoll_event *ev, G **list)
{
        PollDesc *pd = (PollDesc *)(ev->data.u64 & ((1ull << 48) - 1));

        if ((uint16_t)(ev->data.u64 >> 48) != load_acquire(&pd->generation))
                return;
        store_seq(&pd->event_error, ev->events == EPOLLERR);
        for (int side = 0; side < 2; side++) {
                uint32_t mask = EPOLLHUP | EPOLLERR | (side ? EPOLLOUT : EPOLLIN | EPOLLRDHUP);
                G *g = ev->events & mask ? unblock(&pd->side[side], 1) : NULL;
                if (!g)
                        continue;
                __atomic_sub_fetch(&poll.waiters, 1, __ATOMIC_SEQ_CST);
                g->schedlink = *list;
                *list = g;
        }
}

G *rt_netpoll(int64_t delay)
{
        enum { MAX_EVENTS = 128 };
        struct epoll_event ev[MAX_EVENTS];
        G *list = NULL;

        if (!rt_netpoll_inited())
                return NULL;
        long n = wait_events(ev, MAX_EVENTS, delay);
        for (long i = 0; i < n; i++) {
                if (ev[i].data.u64 != 0)
                        take_event(&ev[i], &list);
                else if (delay != 0)    /* else it is for the one that waits */
                        drain_eventfd();
        }
        return list;
}

/* ---- deadlines ------------------------------------------------------------------------------------------------------ */

static void deadline_passed(GoEface arg, Uintptr seq, const GoFunc *self)
{
        PollSide *s = arg.data;
        G *g = NULL;

        (void)self;
        rt_lock(&s->pd->lock);
        if (seq == s->seq && s->deadline > 0) {
                store_seq(&s->deadline, -1);
                g = unblock(s, 0);
        }
        rt_unlock(&s->pd->lock);
        wake(g);
}

static const GoFunc deadline_passed_f = { (void *)deadline_passed };

static G *set_deadline(PollSide *s, int64_t when)
{
        s->seq++;
        rt_timer_del(&s->timer);
        store_seq(&s->deadline, when);
        if (when < 0)
                return unblock(s, 0);
        if (when > 0) {
                s->timer = (GoTimer){ .when = when, .f = &deadline_passed_f, .arg = { NULL, s }, .seq = s->seq };
                rt_timer_add(&s->timer);
        }
        return NULL;
}

/* ---- hooks of internal/poll ------------------------------------------------------------------------------------------- */

typedef struct PollOpen { Uintptr r0; Int r1; } PollOpen;

void internal_poll$runtime_pollServerInit(void)
{
        rt_netpoll_init();
}

Bool internal_poll$runtime_isPollServerDescriptor(Uintptr fd)
{
        return rt_netpoll_inited() && (fd == (Uintptr)poll.epfd || fd == (Uintptr)poll.eventfd);
}

static PollDesc *new_desc(void)
{
        rt_lock(&poll.lock);
        PollDesc *pd = poll.free;
        if (pd)
                poll.free = pd->link;
        rt_unlock(&poll.lock);
        return pd ? pd : rt_persistentalloc(sizeof *pd, 8);
}

static void free_desc(PollDesc *pd)
{
        rt_lock(&poll.lock);
        store_release(&pd->generation, pd->generation + 1);
        pd->link = poll.free;
        poll.free = pd;
        rt_unlock(&poll.lock);
}

PollOpen internal_poll$runtime_pollOpen(Uintptr fd)
{
        rt_netpoll_init();
        PollDesc *pd = new_desc();
        pd->fd = fd;
        pd->closing = pd->event_error = 0;
        for (int i = 0; i < 2; i++) {
                pd->side[i].slot = NULL;
                pd->side[i].deadline = 0;
                pd->side[i].seq++;
                pd->side[i].pd = pd;
        }
        struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                                  .data.u64 = (uint64_t)pd | (uint64_t)pd->generation << 48 };
        long r = rt_syscall(SYS_epoll_ctl, poll.epfd, EPOLL_CTL_ADD, (long)fd, (long)&ev, 0, 0);
        if (r < 0) {
                free_desc(pd);
                return (PollOpen){ 0, -r };
        }
        return (PollOpen){ (Uintptr)pd, 0 };
}

void internal_poll$runtime_pollClose(PollDesc *pd)
{
        struct epoll_event ev;

        if (!pd->closing)
                rt_throw("runtime: close polldesc w/o unblock");
        rt_syscall(SYS_epoll_ctl, poll.epfd, EPOLL_CTL_DEL, (long)pd->fd, (long)&ev, 0, 0);
        free_desc(pd);
}

Int internal_poll$runtime_pollReset(PollDesc *pd, Int mode)
{
        Int err = check_error(pd, mode);

        if (err == POLL_OK)
                __atomic_store_n(&side_of(pd, mode)->slot, NULL, __ATOMIC_RELEASE);
        return err;
}

Int internal_poll$runtime_pollWait(PollDesc *pd, Int mode)
{
        Int err = check_error(pd, mode);

        if (err != POLL_OK)
                return err;
        while (!block(pd, mode, 0))
                if ((err = check_error(pd, mode)) != POLL_OK)
                        return err;
        return POLL_OK;
}

void internal_poll$runtime_pollWaitCanceled(PollDesc *pd, Int mode)
{
        while (!block(pd, mode, 1))
                ;
}

void internal_poll$runtime_pollSetDeadline(PollDesc *pd, int64_t d, Int mode)
{
        G *woken[2] = { NULL, NULL };

        if (d > 0 && (d += rt_nanotime()) <= 0)
                d = INT64_MAX;
        rt_lock(&pd->lock);
        if (!pd->closing) {
                if (mode != 'w')
                        woken[0] = set_deadline(&pd->side[0], d);
                if (mode != 'r')
                        woken[1] = set_deadline(&pd->side[1], d);
        }
        rt_unlock(&pd->lock);
        wake(woken[0]);
        wake(woken[1]);
}

void internal_poll$runtime_pollUnblock(PollDesc *pd)
{
        G *woken[2];

        rt_lock(&pd->lock);
        if (pd->closing)
                rt_throw("runtime: unblock on closing polldesc");
        store_seq(&pd->closing, 1);
        for (int i = 0; i < 2; i++) {
                set_deadline(&pd->side[i], 0);
                woken[i] = unblock(&pd->side[i], 0);
        }
        rt_unlock(&pd->lock);
        wake(woken[0]);
        wake(woken[1]);
}
