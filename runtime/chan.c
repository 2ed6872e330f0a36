/* chan.c - channels.
 *
 * A ring buffer and two queues of waiting goroutines under one lock.  A partner that waits is served directly: the sender
 * copies into the receiver's variable, on whatever stack it is, and readies it; the buffer is then known to be
 * empty (or, for a waiting sender, full).
 * Law: recvq is non-empty only if the buffer is empty, sendq only if it is full (but for a goroutine that selects on both
 *   directions of one channel).  A closed channel has no waiters.
 * A waiting goroutine's record is on its own stack, which does not move, and is unlinked by the one who wakes it.
 * After: Go's channels (runtime/chan.go). */
#include "chan.h"

enum { MAX_ALLOC_BITS = 48 };

static const uint8_t chan_ptrmask[1] = { 1 << (rt_offsetof(struct GoChan, buf) / 8) };
static const GoType chan_type = {
        .size = sizeof(GoChan), .ptrdata = rt_offsetof(struct GoChan, buf) + 8, .align = 8, .field_align = 8,
        .kind = GO_KIND_STRUCT, .gcdata = chan_ptrmask,
};

GoChan *rt_makechan(const GoChanType *t, Int size)
{
        const GoType *elem = t->elem;
        Uintptr bytes;
        GoChan *c;

        if (elem->size >= 1 << 16)
                rt_throw("makechan: invalid channel element type");
        if (size < 0 || __builtin_mul_overflow(elem->size, (Uintptr)size, &bytes) || bytes > (1ull << MAX_ALLOC_BITS) - sizeof *c)
                rt_panic_plain("makechan: size out of range");
        if (elem->ptrdata == 0) {
                c = rt_mallocgc(sizeof *c + bytes, NULL, 1);
                c->buf = c + 1;
        } else {
                c = rt_new(&chan_type);
                if (bytes)
                        c->buf = rt_mallocgc(bytes, elem, 1);
        }
        c->elemsize = (uint16_t)elem->size;
        c->elemkind = elem->size != sizeof(void *) ? ELEM_ANY : elem->ptrdata ? ELEM_POINTER : ELEM_WORD;
        c->elemtype = elem;
        c->dataqsiz = (Uint)size;
        return c;
}

/* ---- queues ------------------------------------------------------------------------------------------------------ */

void waitq_push(WaitQ *q, Sudog *s)
{
        s->next = NULL;
        s->prev = q->last;
        if (q->last)
                q->last->next = s;
        else
                q->first = s;
        q->last = s;
}

void waitq_remove(WaitQ *q, Sudog *s)
{
        if (!s->prev && !s->next && q->first != s)
                return;
        if (s->prev)
                s->prev->next = s->next;
        else
                q->first = s->next;
        if (s->next)
                s->next->prev = s->prev;
        else
                q->last = s->prev;
        s->next = s->prev = NULL;
}

Sudog *waitq_pop(WaitQ *q)
{
        for (;;) {
                Sudog *s = q->first;
                uint32_t undecided = 0;
                if (!s)
                        return NULL;
                waitq_remove(q, s);
                if (!s->is_select || __atomic_compare_exchange_n(&s->g->select_done, &undecided, 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
                        return s;
        }
}

/* ---- elements ------------------------------------------------------------------------------------------------------ */

static void *slot(GoChan *c, Uint i)
{
        return (char *)c->buf + i * c->elemsize;
}

static inline void copy_elem(const GoChan *c, void *dst, const void *src)
{
        if (!dst)
                return;
        if (c->elemkind == ELEM_WORD)
                memcpy(dst, src, sizeof(void *));
        else if (c->elemkind == ELEM_POINTER)
                rt_storep(dst, *(void *const *)src);
        else
                rt_typedmemmove(c->elemtype, dst, src);
}

/* An element has left the buffer: what it points to must not live on for its old place. */
static inline void forget_elem(const GoChan *c, void *p)
{
        if (c->elemkind == ELEM_POINTER)
                rt_storep(p, NULL);
        else if (c->elemkind == ELEM_ANY && c->elemtype->ptrdata)
                rt_typedmemclr(c->elemtype, p);
}

static Uint after(const GoChan *c, Uint i)
{
        return i + 1 == c->dataqsiz ? 0 : i + 1;
}

void chan_buffer_put(GoChan *c, const void *elem)
{
        copy_elem(c, slot(c, c->sendx), elem);
        c->sendx = after(c, c->sendx);
        c->qcount++;
}

void chan_buffer_get(GoChan *c, void *elem)
{
        void *s = slot(c, c->recvx);

        copy_elem(c, elem, s);
        forget_elem(c, s);
        c->recvx = after(c, c->recvx);
        c->qcount--;
}

static void wake(GoChan *c, Sudog *s)
{
        if (rt_wb_enabled)      /* what was read through it came from a stack that may not have been scanned yet */
                rt_shade(s->elem);
        s->elem = NULL;
        s->success = 1;
        s->g->param = s;
        rt_unlock(&c->lock);
        rt_goready(s->g);
}

void chan_send_to(GoChan *c, Sudog *receiver, const void *elem)
{
        copy_elem(c, receiver->elem, elem);
        wake(c, receiver);
}

/* The buffer is full: the receiver gets its head, the sender's element becomes its tail. */
void chan_recv_from(GoChan *c, Sudog *sender, void *elem)
{
        if (c->dataqsiz == 0) {
                copy_elem(c, elem, sender->elem);
        } else {
                void *s = slot(c, c->recvx);
                copy_elem(c, elem, s);
                rt_typedmemmove(c->elemtype, s, sender->elem);
                c->sendx = c->recvx = after(c, c->recvx);
        }
        wake(c, sender);
}

/* ---- the operations --------------------------------------------------------------------------------------------------- */

/* Wait on q with elem until somebody serves or closes the channel; unlocks.  Returns whether it was served. */
static Bool wait_on(GoChan *c, WaitQ *q, void *elem, const char *reason)
{
        G *g = getg();
        Sudog s = { .g = g, .elem = elem, .c = c };

        g->param = NULL;
        g->waiting = &s;
        waitq_push(q, &s);
        rt_goparkunlock(&c->lock, reason);
        if (g->waiting != &s)
                rt_throw("G waiting list is corrupted");
        g->waiting = NULL;
        g->param = NULL;
        return s.success;
}

/* Looks without the lock, for operations that do not block. */
static Bool is_closed(const GoChan *c) { return __atomic_load_n(&c->closed, __ATOMIC_SEQ_CST); }

static Bool is_full(const GoChan *c)
{
        return c->dataqsiz ? __atomic_load_n(&c->qcount, __ATOMIC_SEQ_CST) == c->dataqsiz : !__atomic_load_n(&c->recvq.first, __ATOMIC_SEQ_CST);
}

static Bool is_empty(const GoChan *c)
{
        return c->dataqsiz ? __atomic_load_n(&c->qcount, __ATOMIC_SEQ_CST) == 0 : !__atomic_load_n(&c->sendq.first, __ATOMIC_SEQ_CST);
}

static inline __attribute__((always_inline)) Bool send(GoChan *c, const void *elem, Bool block)
{
        Sudog *receiver;

        if (!c) {
                if (!block)
                        return 0;
                rt_gopark(NULL, NULL, "chan send (nil chan)");
                rt_throw("unreachable");
        }
        if (!block && !is_closed(c) && is_full(c))
                return 0;
        rt_lock(&c->lock);
        if (c->closed) {
                rt_unlock(&c->lock);
                rt_panic_plain("send on closed channel");
        }
        if (c->recvq.first && (receiver = waitq_pop(&c->recvq))) {
                chan_send_to(c, receiver, elem);
                return 1;
        }
        if (c->qcount < c->dataqsiz) {
                chan_buffer_put(c, elem);
                rt_unlock(&c->lock);
                return 1;
        }
        if (!block) {
                rt_unlock(&c->lock);
                return 0;
        }
        if (!wait_on(c, &c->sendq, (void *)elem, "chan send")) {
                if (!c->closed)
                        rt_throw("chansend: spurious wakeup");
                rt_panic_plain("send on closed channel");
        }
        return 1;
}

/* Returns whether the operation was done; *ok: an element was received. */
static inline __attribute__((always_inline)) Bool receive(GoChan *c, void *elem, Bool block, Bool *ok)
{
        Sudog *sender;

        *ok = 0;
        if (!c) {
                if (!block)
                        return 0;
                rt_gopark(NULL, NULL, "chan receive (nil chan)");
                rt_throw("unreachable");
        }
        if (!block && is_empty(c) && !is_closed(c) && is_empty(c))
                return 0;       /* was empty after it was seen not to be closed */
        rt_lock(&c->lock);
        if (c->closed && c->qcount == 0) {
                rt_unlock(&c->lock);
                if (elem)
                        rt_typedmemclr(c->elemtype, elem);
                return 1;
        }
        if (c->sendq.first && (sender = waitq_pop(&c->sendq))) {
                chan_recv_from(c, sender, elem);
                *ok = 1;
                return 1;
        }
        if (c->qcount > 0) {
                chan_buffer_get(c, elem);
                rt_unlock(&c->lock);
                *ok = 1;
                return 1;
        }
        if (!block) {
                rt_unlock(&c->lock);
                return 0;
        }
        *ok = wait_on(c, &c->recvq, elem, "chan receive");
        return 1;
}

void rt_chansend(GoChan *c, const void *elem)
{
        send(c, elem, 1);
}

void rt_chanrecv1(GoChan *c, void *elem)
{
        Bool ok;
        receive(c, elem, 1, &ok);
}

Bool rt_chanrecv2(GoChan *c, void *elem)
{
        Bool ok;
        receive(c, elem, 1, &ok);
        return ok;
}

Bool rt_selectnbsend(GoChan *c, const void *elem)
{
        return send(c, elem, 0);
}

Bool rt_selectnbrecv(GoChan *c, void *elem, Bool *ok)
{
        Bool got, done = receive(c, elem, 0, &got);

        if (ok)
                *ok = got;
        return done;
}

static G *push_woken(G *woken, Sudog *s)
{
        s->elem = NULL;
        s->g->param = s;
        s->g->schedlink = woken;
        return s->g;
}

void rt_closechan(GoChan *c)
{
        G *woken = NULL;
        Sudog *s;

        if (!c)
                rt_panic_plain("close of nil channel");
        rt_lock(&c->lock);
        if (c->closed) {
                rt_unlock(&c->lock);
                rt_panic_plain("close of closed channel");
        }
        __atomic_store_n(&c->closed, 1, __ATOMIC_SEQ_CST);
        while ((s = waitq_pop(&c->recvq))) {
                if (c->recvq.first)
                        __builtin_prefetch(c->recvq.first);     /* there may be a million */
                if (s->elem)
                        rt_typedmemclr(c->elemtype, s->elem);
                woken = push_woken(woken, s);
        }
        while ((s = waitq_pop(&c->sendq)))      /* these panic */
                woken = push_woken(woken, s);
        rt_unlock(&c->lock);
        while (woken) {
                G *g = woken;
                woken = g->schedlink;
                __builtin_prefetch(woken);
                rt_goready(g);
        }
}

Int rt_chanlen(GoChan *c)
{
        return c ? (Int)__atomic_load_n(&c->qcount, __ATOMIC_RELAXED) : 0;
}

Int rt_chancap(GoChan *c)
{
        return c ? (Int)c->dataqsiz : 0;
}

void rt_block(void)
{
        rt_gopark(NULL, NULL, "select (no cases)");
        rt_throw("unreachable");
}
