/* mgcwork.c - grey objects: who has them, and how they change hands.
 *
 * Each P has up to two buffers of grey objects, which only the thread that has the P touches, inside a section.  A push into
 * two full ones hands one over to the global list, a pop from two empty ones takes one from there; so the lock is taken once per
 * GREY_SLOTS objects, and a P at the border does not bounce.  Everything grey is in a P's buffers or in the global list, but
 * for what a mark step holds within one section.
 * Buffers are cut from pages of the heap, counted in gc_sys.  When a cycle has ended and all buffers are empty the sweeper gives their
 * pages back, so that a deep heap's marking leaves nothing behind. */
#include "mheap.h"

enum { BLOCK_PAGES = 4, BLOCK_BUFS = BLOCK_PAGES * GO_PAGE_SIZE / (int)sizeof(GreyBuf) };
typedef struct Block {                  /* pages of the heap, cut into buffers; the first one's place has this */
        struct Block *next;
} Block;

static struct {
        RtLock   lock;                  /* guards the lists */
        GreyBuf *full, *empty;
        uint32_t nfull;                 /* also read without the lock, as a hint */
        Block   *used, *last_used;      /* of the cycle under way; last_used ends the list */
        Block   *spare;                 /* of cycles that have ended */
} grey;

static Block *take_spare(void)
{
        Block *b = grey.spare;

        if (b)
                grey.spare = b->next;
        return b;
}

/* The lock is held. */
static void cut_block(void)
{
        Block *block = take_spare();

        if (!block) {
                block = mheap_alloc_pages(BLOCK_PAGES);
                if (!block)
                        out_of_memory(BLOCK_PAGES << PAGE_SHIFT);
                __atomic_add_fetch(&rt_stats.gc_sys, BLOCK_PAGES << PAGE_SHIFT, __ATOMIC_RELAXED);
        }
        block->next = grey.used;
        if (!grey.used)
                grey.last_used = block;
        grey.used = block;
        GreyBuf *bufs = (GreyBuf *)block;
        for (int i = 1; i < BLOCK_BUFS; i++) {
                bufs[i].n = 0;
                bufs[i].next = grey.empty;
                grey.empty = &bufs[i];
        }
}

void grey_retire(void)
{
        if (!grey.used)
                return;
        if (grey.full)
                rt_throw("collector: grey objects are left at the end of a cycle");
        grey.last_used->next = grey.spare;
        grey.spare = grey.used;
        grey.used = NULL;
        grey.empty = NULL;
}

Bool grey_free_one(void)
{
        rt_section_enter();
        rt_lock(&grey.lock);
        Block *b = take_spare();
        rt_unlock(&grey.lock);
        if (b) {
                mheap_free_pages(b, BLOCK_PAGES);
                __atomic_sub_fetch(&rt_stats.gc_sys, BLOCK_PAGES << PAGE_SHIFT, __ATOMIC_RELAXED);
        }
        rt_section_leave();
        return b != NULL;
}

static GreyBuf *get_empty(void)
{
        rt_lock(&grey.lock);
        if (!grey.empty)
                cut_block();
        GreyBuf *b = grey.empty;
        grey.empty = b->next;
        rt_unlock(&grey.lock);
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

/* Others look for work: they get a buffer if this P has two, else the older half of its one.  What was found first is nearest the roots, so
 * that in a deep structure, whose marking never fills a buffer, it is the larger part. */
void grey_share(GcWork *w)
{
        enum { FEW = 4 };
        GreyBuf *b = w->buf;

        if (b && b->n > 0 && w->other && w->other->n > 0) {
                give_up(&w->other);
                return;
        }
        if (!b || b->n == 0)
                b = w->other;
        if (!b || b->n < FEW)
                return;
        GreyBuf *half = get_empty();
        uint32_t n = (uint32_t)b->n / 2;
        memcpy(half->obj, b->obj, n * sizeof *b->obj);
        half->n = n;
        memmove(b->obj, b->obj + n, (b->n - n) * sizeof *b->obj);
        b->n -= n;
        put_full(half);
}
