/* persistent.c - memory for the runtime's own records.
 *
 * Two allocators: one that never gives anything back, cutting blocks from the OS, of 256 KiB or, when there are many, of huge pages;
 * and on top of it fixed-size allocators with a free list, one per kind of record (MSpan, G, ...).  Neither memory is scanned by the
 * collector. */
#include "mheap.h"

enum { BLOCK = 256 << 10, HUGE_BLOCK = 4 << 20, HUGE_FROM = 16 << 20 };

static struct {
        RtLock lock;
        uintptr_t free, end;
        Uintptr blocks;                 /* their bytes */
} persistent;

void *rt_persistentalloc(Uintptr n, Uintptr align)
{
        if (align == 0)
                align = 8;
        if (n >= BLOCK / 4) {
                __atomic_add_fetch(&rt_stats.other_sys, n, __ATOMIC_RELAXED);
                return rt_sysalloc(n);
        }
        rt_lock(&persistent.lock);
        uintptr_t p = (persistent.free + align - 1) & ~(align - 1);
        if (p + n > persistent.end || persistent.free == 0) {
                Uintptr block = persistent.blocks < HUGE_FROM ? BLOCK : HUGE_BLOCK;
                p = (uintptr_t)rt_sysalloc(block);
                if (block == HUGE_BLOCK)
                        rt_syshuge((void *)p, block);
                persistent.end = p + block;
                persistent.blocks += block;
                rt_stats.other_sys += block;
        }
        persistent.free = p + n;
        rt_unlock(&persistent.lock);
        return (void *)p;
}

void *rt_fixalloc(RtFixAlloc *f)
{
        rt_lock(&f->lock);
        void *p = f->free;
        if (p)
                f->free = *(void **)p;
        else
                f->sys += f->size;
        f->inuse += f->size;
        rt_unlock(&f->lock);
        if (!p)
                return rt_persistentalloc(f->size, f->size % 64 ? 16 : 64);
        memset(p, 0, f->size);
        return p;
}

void rt_fixfree(RtFixAlloc *f, void *p)
{
        rt_lock(&f->lock);
        *(void **)p = f->free;
        f->free = p;
        f->inuse -= f->size;
        rt_unlock(&f->lock);
}
