/* mgcwork.c - grey objects: who has them, and how they change hands.
 *
 * Each P has up to two buffers of grey objects, which only the thread that has the P touches, inside a section.  A push into
 * two full ones hands one over to the global list, a pop from two empty ones takes one from there; so the lock is taken once per
 * GREY_SLOTS objects, and a P at the border does not bounce.  Everything grey is in a P's buffers or in the global list, but
 * for what a mark step holds within one section.
 * Buffers are metadata and stay; they are counted in gc_sys. */
#include "mheap.h"

static struct {
        RtLock   lock;                  /* guards the lists */
        GreyBuf *full, *empty;
        uint32_t nfull;                 /* also read without the lock, as a hint */
} grey;

static GreyBuf *get_empty(void)
{
        rt_lock(&grey.lock);
        GreyBuf *b = grey.empty;
        if (b)
                grey.empty = b->next;
        rt_unlock(&grey.lock);
        if (!b) {
                b = rt_persistentalloc(sizeof *b, 64);
                __atomic_add_fetch(&rt_stats.gc_sys, sizeof *b, __ATOMIC_RELAXED);
        }
        return b;
}

static void put_full(GreyBuf *b)
{
        rt_lock(&grey.lock);
        b->next = grey.full;
        grey.full = b;
        __atomic_store_n(&grey.nfull, grey.nfull + 1, __ATOMIC_RELAXED);
        rt_unlock(&grey.lock);
}

static GreyBuf *get_full(void)
{
        if (__atomic_load_n(&grey.nfull, __ATOMIC_RELAXED) == 0)
                return NULL;
        rt_lock(&grey.lock);
        GreyBuf *b = grey.full;
        if (b) {
                grey.full = b->next;
                __atomic_store_n(&grey.nfull, grey.nfull - 1, __ATOMIC_RELAXED);
        }
        rt_unlock(&grey.lock);
        return b;
}

static void put_empty(GreyBuf *b)
{
        rt_lock(&grey.lock);
        b->next = grey.empty;
        grey.empty = b;
        rt_unlock(&grey.lock);
}

void grey_push_slow(GcWork *w, uintptr_t obj)
{
        GreyBuf *b = w->buf;

        w->buf = w->other;
        w->other = b;
        if (!w->buf) {
                w->buf = get_empty();
        } else if (w->buf->n == GREY_SLOTS) {
                put_full(w->buf);
                w->buf = get_empty();
        }
        w->buf->obj[w->buf->n++] = obj;
}

Bool grey_pop_slow(GcWork *w, uintptr_t *obj)
{
        GreyBuf *b = w->buf;

        w->buf = w->other;
        w->other = b;
        if (!w->buf || w->buf->n == 0) {
                GreyBuf *full = get_full();
                if (!full)
                        return 0;
                if (w->buf)
                        put_empty(w->buf);
                w->buf = full;
        }
        *obj = w->buf->obj[--w->buf->n];
        return 1;
}

static void give_up(GreyBuf **b)
{
        if (!*b)
                return;
        if ((*b)->n)
                put_full(*b);
        else
                put_empty(*b);
        *b = NULL;
}

void grey_flush(GcWork *w)
{
        give_up(&w->buf);
        give_up(&w->other);
}

Bool grey_is_empty(const GcWork *w)
{
        return (!w->buf || w->buf->n == 0) && (!w->other || w->other->n == 0);
}

Bool grey_waiting(void)
{
        return __atomic_load_n(&grey.nfull, __ATOMIC_RELAXED) > 0;
}

/* Others look for work and this P has a second buffer of it: share that. */
void grey_share(GcWork *w)
{
        if (w->other && w->other->n > 0 && w->buf && w->buf->n > 0)
                give_up(&w->other);
}
