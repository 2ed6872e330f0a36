/* sema.c - sleeping and waking by address: what sync.Mutex, WaitGroup, Cond and internal/poll's fdMutex stand on.
 *
 * A semaphore is a uint32 of the program's.  Acquire waits until it is positive and takes one; release adds one and
 * wakes a waiter.  Waiters hang in a table by address: a bucket has the addresses somebody waits on, each with its
 * queue, in a treap (Aragon and Seidel, "Randomized Search Trees", 1989): ordered by address from left (prev) to right (next), and by
 * a random ticket from the root down, which keeps it balanced.
 * Law: bucket.nwait is raised before the last look at the semaphore, so a release sees it or we see the release.
 * After: runtime/sema.go (itself after Mullender and Cox, "Semaphores in Plan 9"). */
#include "scheduler.h"

enum { NBUCKETS = 1021 };

typedef struct SemaBucket {
        RtLock   lock;
        uint32_t nwait;
        Sudog   *root;                  /* tree of each address's first waiter; the others by waitlink, waittail */
} __attribute__((aligned(64))) SemaBucket;

static SemaBucket buckets[NBUCKETS];

static SemaBucket *bucket_of(const uint32_t *addr)
{
        return &buckets[((uintptr_t)addr >> 3) % NBUCKETS];
}

static Bool can_acquire(uint32_t *addr)
{
        uint32_t v = __atomic_load_n(addr, __ATOMIC_RELAXED);

        while (v > 0)
                if (__atomic_compare_exchange_n(addr, &v, v - 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
                        return 1;
        return 0;
}

/* ---- a bucket's tree ----------------------------------------------------------------------------------------------- */

/* Where the tree holds addr's head, or would. */
static Sudog **find_link(SemaBucket *b, const void *addr, Sudog **parent)
{
        Sudog **link = &b->root;

        *parent = NULL;
        while (*link && (*link)->elem != addr) {
                *parent = *link;
                link = (uintptr_t)addr < (uintptr_t)(*link)->elem ? &(*link)->prev : &(*link)->next;
        }
        return link;
}

static Sudog **link_to(SemaBucket *b, Sudog *s)
{
        Sudog *p = s->parent;

        return !p ? &b->root : p->prev == s ? &p->prev : &p->next;
}

static void set_child(Sudog **link, Sudog *parent, Sudog *child)
{
        *link = child;
        if (child)
                child->parent = parent;
}

/* s changes places with its parent. */
static void rotate_up(SemaBucket *b, Sudog *s)
{
        Sudog *p = s->parent, **link = link_to(b, p), *above = p->parent;

        if (p->prev == s) {
                set_child(&p->prev, p, s->next);
                set_child(&s->next, s, p);
        } else {
                set_child(&p->next, p, s->prev);
                set_child(&s->prev, s, p);
        }
        set_child(link, above, s);
}

/* s takes old's place in the tree. */
static void replace(Sudog **link, Sudog *old, Sudog *s)
{
        s->ticket = old->ticket;
        set_child(link, old->parent, s);
        set_child(&s->prev, s, old->prev);
        set_child(&s->next, s, old->next);
}

static void enqueue(SemaBucket *b, Sudog *s, Bool lifo)
{
        Sudog *parent, **link = find_link(b, s->elem, &parent), *head = *link;

        if (!head) {
                s->waittail = s;
                s->ticket = rt_fastrand();
                set_child(link, parent, s);
                while (s->parent && s->parent->ticket > s->ticket)
                        rotate_up(b, s);
        } else if (lifo) {
                s->waitlink = head;
                s->waittail = head->waittail;
                replace(link, head, s);
        } else {
                head->waittail->waitlink = s;
                head->waittail = s;
        }
}

static Sudog *dequeue(SemaBucket *b, const uint32_t *addr)
{
        Sudog *parent, **link = find_link(b, addr, &parent), *s = *link;

        if (!s)
                return NULL;
        if (s->waitlink) {
                s->waitlink->waittail = s->waittail;
                replace(link, s, s->waitlink);
        } else {
                while (s->prev || s->next)      /* down, until it is a leaf */
                        rotate_up(b, !s->next || (s->prev && s->prev->ticket < s->next->ticket) ? s->prev : s->next);
                *link_to(b, s) = NULL;
        }
        s->ticket = 0;
        return s;
}

/* ---- acquire and release ------------------------------------------------------------------------------------------- */

static void acquire(uint32_t *addr, Bool lifo)
{
        SemaBucket *b = bucket_of(addr);

        if (can_acquire(addr))
                return;
        for (;;) {
                Sudog s = { .g = getg(), .elem = addr };
                rt_lock(&b->lock);
                __atomic_add_fetch(&b->nwait, 1, __ATOMIC_SEQ_CST);
                sched_step();
                if (can_acquire(addr)) {
                        __atomic_sub_fetch(&b->nwait, 1, __ATOMIC_SEQ_CST);
                        rt_unlock(&b->lock);
                        return;
                }
                enqueue(b, &s, lifo);
                rt_goparkunlock(&b->lock, "semacquire");
                if (s.ticket != 0 || can_acquire(addr))
                        return;
        }
}

static void release(uint32_t *addr, Bool handoff)
{
        SemaBucket *b = bucket_of(addr);

        __atomic_add_fetch(addr, 1, __ATOMIC_SEQ_CST);
        sched_step();
        if (__atomic_load_n(&b->nwait, __ATOMIC_SEQ_CST) == 0)
                return;
        rt_lock(&b->lock);
        Sudog *s = b->nwait ? dequeue(b, addr) : NULL;
        if (s)
                __atomic_sub_fetch(&b->nwait, 1, __ATOMIC_SEQ_CST);
        rt_unlock(&b->lock);
        if (!s)
                return;
        Bool given = handoff && can_acquire(addr);
        s->ticket = given;
        rt_goready(s->g);
        if (given && rt_sections == 0)
                rt_goyield();           /* the new owner runs at once, in the rest of our time slice */
}

void rt_semacquire(uint32_t *addr)
{
        acquire(addr, 0);
}

void rt_semrelease(uint32_t *addr)
{
        release(addr, 0);
}

void sync$runtime_Semacquire(uint32_t *addr)
{
        acquire(addr, 0);
}

void sync$runtime_SemacquireMutex(uint32_t *addr, Bool lifo, Int skip)
{
        (void)skip;
        acquire(addr, lifo);
}

void sync$runtime_Semrelease(uint32_t *addr, Bool handoff, Int skip)
{
        (void)skip;
        release(addr, handoff);
}

void internal_poll$runtime_Semacquire(uint32_t *addr)
{
        acquire(addr, 0);
}

void internal_poll$runtime_Semrelease(uint32_t *addr)
{
        release(addr, 0);
}

/* ---- sync.Cond -------------------------------------------------------------------------------------------------- */

typedef struct NotifyList {             /* sync.notifyList */
        uint32_t wait;                  /* ticket of the next waiter */
        uint32_t notify;                /* ticket of the next one to be woken */
        Uintptr  lock;                  /* an RtLock */
        Sudog   *head, *tail;
} NotifyList;

static RtLock *list_lock(NotifyList *l)
{
        return (RtLock *)&l->lock;
}

static Bool ticket_before(uint32_t a, uint32_t b)
{
        return (int32_t)(a - b) < 0;
}

uint32_t sync$runtime_notifyListAdd(NotifyList *l)
{
        return __atomic_fetch_add(&l->wait, 1, __ATOMIC_SEQ_CST);
}

void sync$runtime_notifyListWait(NotifyList *l, uint32_t ticket)
{
        Sudog s = { .g = getg(), .ticket = ticket };

        rt_lock(list_lock(l));
        if (ticket_before(ticket, l->notify)) {
                rt_unlock(list_lock(l));
                return;
        }
        if (l->tail)
                l->tail->next = &s;
        else
                l->head = &s;
        l->tail = &s;
        rt_goparkunlock(list_lock(l), "sync.Cond.Wait");
}

void sync$runtime_notifyListNotifyAll(NotifyList *l)
{
        if (__atomic_load_n(&l->wait, __ATOMIC_SEQ_CST) == __atomic_load_n(&l->notify, __ATOMIC_SEQ_CST))
                return;
        rt_lock(list_lock(l));
        Sudog *s = l->head;
        l->head = l->tail = NULL;
        l->notify = l->wait;
        rt_unlock(list_lock(l));
        while (s) {
                Sudog *next = s->next;
                rt_goready(s->g);
                s = next;
        }
}

void sync$runtime_notifyListNotifyOne(NotifyList *l)
{
        if (__atomic_load_n(&l->wait, __ATOMIC_SEQ_CST) == __atomic_load_n(&l->notify, __ATOMIC_SEQ_CST))
                return;
        rt_lock(list_lock(l));
        if (l->notify == l->wait) {
                rt_unlock(list_lock(l));
                return;
        }
        uint32_t ticket = l->notify++;
        Sudog *prev = NULL, *s = l->head;
        while (s && s->ticket != ticket) {
                prev = s;
                s = s->next;
        }
        if (s) {
                if (prev)
                        prev->next = s->next;
                else
                        l->head = s->next;
                if (l->tail == s)
                        l->tail = prev;
        }
        rt_unlock(list_lock(l));
        if (s)
                rt_goready(s->g);
}

void sync$runtime_notifyListCheck(Uintptr size)
{
        if (size != sizeof(NotifyList))
                rt_throw("bad notifyList size");
}

/* ---- the rest of what sync asks ------------------------------------------------------------------------------------- */

/* Spinning helps only if the owner can run meanwhile, on another P.  When goroutines wait for this P it is done for one round all the same: most
 * critical sections are over by then, and to sleep and be woken costs as much.  (Go's runtime never does then; sixteen goroutines with a
 * short critical section on two processors took twice the time.) */
Bool sync$runtime_canSpin(Int i)
{
        enum { ROUNDS = 4, HASTE = 1 };

        if (i >= ROUNDS || rt_ncpu() <= 1 || (uint32_t)rt_gomaxprocs <= load_relaxed(&sched.npidle) + load_relaxed(&sched.nmspinning) + 1)
                return 0;
        rt_section_enter();
        Bool alone = runq_empty(getg()->m->p);
        rt_section_leave();
        return alone || i < HASTE;
}

void sync$runtime_doSpin(void)
{
        for (int i = 0; i < 30; i++)
                rt_cpurelax();
}

int64_t sync$runtime_nanotime(void)
{
        return rt_nanotime();
}

Int sync$runtime_procPin(void)
{
        rt_section_enter();
        return getg()->m->p->id;
}

void sync$runtime_procUnpin(void)
{
        rt_section_leave();
}

void sync_atomic$runtime_procPin(void)
{
        rt_section_enter();
}

void sync_atomic$runtime_procUnpin(void)
{
        rt_section_leave();
}

Uintptr runtime_internal_atomic$LoadAcquintptr(Uintptr *p)
{
        return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

Uintptr runtime_internal_atomic$StoreReluintptr(Uintptr *p, Uintptr v)
{
        __atomic_store_n(p, v, __ATOMIC_RELEASE);
        return 0;
}

uint32_t sync$fastrandn(uint32_t n)
{
        return rt_fastrandn(n);
}
