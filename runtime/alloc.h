/* alloc.h - the allocator's fast path, inlined into compiled code; included by go.h.
 *
 * Each P's cache holds, for every span class (size class << 1 | noscan), a run of free slots [free, end): taking one
 * is an addition.  A run of a scan class was zeroed, and its pointer bits cleared, when the cache got it.  Runs come
 * from the slow path (mcache.c), which also counts.
 * While rt_allocating is set a signal does not switch goroutines: the three steps (take, describe, clear the flag)
 * are one as far as other goroutines and the collector can see; volatile keeps their order.  No lock, no atomic
 * instruction. */
#ifndef MINIGO_ALLOC_H
#define MINIGO_ALLOC_H

#include "sizeclasses.h"

#define RT_NSPANCLASS (2 * RT_NSIZECLASS)
#define RT_MAX_BITMAP_SIZE 512          /* slots up to here have their pointer map in rt_ptrbits */

typedef struct RtFreeRun { uintptr_t free, end; } RtFreeRun;
typedef struct RtAllocCache {
        RtFreeRun run[RT_NSPANCLASS];
        uintptr_t tiny, tiny_end;       /* the 16-byte slot that pointer-free objects under 16 bytes are packed into */
        uint64_t  tiny_allocs;
} RtAllocCache;

extern _Thread_local RtAllocCache *volatile rt_alloccache __attribute__((tls_model("local-exec")));   /* of this thread's P */
extern _Thread_local volatile uint32_t rt_allocating __attribute__((tls_model("local-exec")));
/* Pointer bitmap of the whole heap, 1 bit a word: address p is bit p/8%64 of rt_ptrbits[p/512] (biased by the heap's
 * first address). */
extern uint64_t *rt_ptrbits;
extern uintptr_t rt_zerobase;
void *rt_new_slow(const GoType *t) __attribute__((noinline));
void *rt_new_tiny(const GoType *t) __attribute__((noinline));          /* t does not fit into the 16-byte slot that is being filled */

static inline uint32_t rt_sizeclass(Uintptr size) {     /* 0 < size <= GO_MAX_SMALL_SIZE */
        return size <= RT_SMALL_SIZE_MAX ? rt_size_to_class8[(size + 7) / 8] : rt_size_to_class128[(size - RT_SMALL_SIZE_MAX + 127) / 128];
}

/* new(T).  size and ptrdata are t's, ptrmask its pointer bitmap (the first 64 words); all three compile-time constants.
 * Returns zeroed memory. */
static inline __attribute__((always_inline)) void *rt_new_fast(const GoType *t, Uintptr size, Uintptr ptrdata, uint64_t ptrmask) {
        if (size == 0)
                return &rt_zerobase;
        if (size > RT_MAX_BITMAP_SIZE)
                return rt_new(t);
        rt_allocating = 1;
        volatile RtAllocCache *c = rt_alloccache;
        if (ptrdata == 0 && size < 16) {
                Uintptr align = size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
                uintptr_t p = (c->tiny + align - 1) & ~(align - 1);
                if (rt_unlikely(p + size > c->tiny_end))
                        return rt_new_tiny(t);
                c->tiny = p + size;
                c->tiny_allocs++;
                rt_allocating = 0;
                return (void *)p;
        }
        uint32_t class = rt_sizeclass(size);
        Uintptr slot = rt_class_size[class];
        volatile RtFreeRun *r = &c->run[class << 1 | (ptrdata == 0)];
        uintptr_t p = r->free;
        if (rt_unlikely(p >= r->end))
                return rt_new_slow(t);
        r->free = p + slot;
        if (ptrdata == 0) {
                __builtin_memset((void *)p, 0, size);
        } else {
                volatile uint64_t *w = &rt_ptrbits[p >> 9];
                uint32_t sh = p >> 3 & 63;
                *w |= ptrmask << sh;
                if ((slot & (slot - 1)) != 0 && sh + ptrdata / 8 > 64)
                        w[1] |= ptrmask >> (64 - sh);
        }
        rt_allocating = 0;
        return (void *)p;
}

#endif
