/* hooks_atomic.c - sync/atomic's functions.  All are sequentially consistent.  Pointer stores shade the value that they
 * overwrite while the collector marks. */
#include "lang.h"

#define SEQ __ATOMIC_SEQ_CST
#define ATOMICS(Name, T) \
        T sync_atomic$Swap##Name(T *p, T v) { return __atomic_exchange_n(p, v, SEQ); } \
        Bool sync_atomic$CompareAndSwap##Name(T *p, T old, T v) { return __atomic_compare_exchange_n(p, &old, v, 0, SEQ, SEQ); } \
        T sync_atomic$Add##Name(T *p, T d) { return __atomic_add_fetch(p, d, SEQ); } \
        T sync_atomic$Load##Name(T *p) { return __atomic_load_n(p, SEQ); } \
        void sync_atomic$Store##Name(T *p, T v) { __atomic_store_n(p, v, SEQ); }

ATOMICS(Int32, int32_t)
ATOMICS(Int64, int64_t)
ATOMICS(Uint32, uint32_t)
ATOMICS(Uint64, uint64_t)
ATOMICS(Uintptr, Uintptr)

void *sync_atomic$LoadPointer(void **p) { return __atomic_load_n(p, SEQ); }

/* What is shaded is what gets overwritten: the exchange fails when it is not.  Test and exchange are one section. */
static inline Bool swap(void **p, void *old, void *v) {
        if (rt_unlikely(rt_wb_enabled))
                rt_shade(old);
        return __atomic_compare_exchange_n(p, &old, v, 0, SEQ, SEQ);
}

void *sync_atomic$SwapPointer(void **p, void *v) {
        void *old = sync_atomic$LoadPointer(p);         /* faults here, outside of the section, if at all */
        rt_section_enter();
        do
                old = __atomic_load_n(p, SEQ);
        while (!swap(p, old, v));
        rt_section_leave();
        return old;
}

void sync_atomic$StorePointer(void **p, void *v) { sync_atomic$SwapPointer(p, v); }

Bool sync_atomic$CompareAndSwapPointer(void **p, void *old, void *v) {
        sync_atomic$LoadPointer(p);
        rt_section_enter();
        Bool done = swap(p, old, v);
        rt_section_leave();
        return done;
}
