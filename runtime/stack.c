/* stack.c - goroutine stacks: reserved ranges of addresses whose pages appear when they are touched.
 *
 * A stack never moves, so it must start as large as it may become.  The first goroutines get a gigabyte (Go's limit), later
 * ones less, so that a million fit in the address space:
 *      class    size      for the first   chunk of addresses
 *        0      1 GiB           64        16 GiB
 *        1    512 MiB        4,096        16 GiB
 *        2     64 MiB       16,384        16 GiB
 *        3    256 KiB       the rest      16 GiB
 * Compiled functions compare their frame with rt_stackguard.  The first guard stands FIRST_ROOM below the top: passing
 * it once only tells that the goroutine went deep (its pages are given back when it ends); the second stands `slack`
 * above the range's end, which is room for leaf functions, the C runtime and signal frames, and passing it is Go's
 * stack overflow.  Ended goroutines keep their stack for the next one. */
#include "mheap.h"

enum { FIRST_ROOM = 64 << 10, NCLASSES = 4 };
#define CHUNK (16ull << 30)

static const struct {
        Uintptr size, slack, upto;
} classes[NCLASSES] = {
        { 1ull << 30, 32 << 20, 64 },
        { 512 << 20, 16 << 20, 4096 },
        { 64 << 20, 8 << 20, 16384 },
        { 256 << 10, 64 << 10, ~(Uintptr)0 },
};

static RtLock lock;                     /* guards chunks and nstacks */
static struct {
        uintptr_t free, end;            /* rest of the current chunk */
} chunks[NCLASSES];
static Uintptr nstacks;                 /* ever made: they are kept */
Uintptr rt_maxstacksize = 1000000000;
RT_TLS uintptr_t rt_stackguard;

static Bool grow_chunk(int class)
{
        for (Uintptr n = CHUNK; n >= classes[class].size; n /= 2) {
                void *p = rt_sysreserve(NULL, n);
                if (!p)
                        continue;
                if (!rt_sysmap(p, n)) {
                        rt_sysfree(p, n);
                        continue;
                }
                rt_sysnohuge(p, n);
                chunks[class].free = (uintptr_t)p;
                chunks[class].end = (uintptr_t)p + n;
                return 1;
        }
        return 0;
}

/* Tops are spread over cache sets, as all ranges are aligned alike. */
static uintptr_t colour(Uintptr n)
{
        return n % 16 * 128;
}

void rt_stackalloc(G *g)
{
        int class = 0;

        rt_lock(&lock);
        while (nstacks >= classes[class].upto)
                class++;
        while (chunks[class].free == chunks[class].end && !grow_chunk(class))
                if (++class == NCLASSES)
                        rt_fatal("runtime: cannot reserve address space for a goroutine's stack");
        g->stack_lo = chunks[class].free;
        chunks[class].free += classes[class].size;
        g->stack_hi = chunks[class].free - colour(nstacks);
        g->stackclass = (uint8_t)class;
        g->stacklimit = g->stack_lo + classes[class].slack;
        g->stackguard = g->stack_hi - FIRST_ROOM;
        nstacks++;
        rt_unlock(&lock);
}

void rt_stack_release(G *g)
{
        uintptr_t keep = (g->stack_hi - FIRST_ROOM) & ~4095ull;

        rt_sysunused((void *)g->stack_lo, keep - g->stack_lo);
        g->deep = 0;
        g->stackguard = g->stack_hi - FIRST_ROOM;
}

Uintptr rt_stack_inuse(void)
{
        return __atomic_load_n(&nstacks, __ATOMIC_RELAXED) * 8192;
}

void rt_morestack(void)
{
        G *g = getg();
        uintptr_t sp = (uintptr_t)__builtin_frame_address(0);

        if (g->stack_hi - sp > rt_maxstacksize || sp < g->stacklimit) {
                rt_stackguard = g->stackguard = 0;
                rt_eprintf("runtime: goroutine stack exceeds %lu-byte limit\n", rt_maxstacksize);
                rt_eprintf("runtime: sp=%p stack=[%p, %p]\n", (void *)sp, (void *)g->stack_lo, (void *)g->stack_hi);
                rt_throw("stack overflow");
        }
        g->deep = 1;
        uintptr_t limit = g->stack_hi - g->stack_lo > rt_maxstacksize ? g->stack_hi - rt_maxstacksize : 0;
        rt_stackguard = g->stackguard = limit > g->stacklimit ? limit : g->stacklimit;
}
