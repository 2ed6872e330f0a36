/* hooks_atomic.c - sync/atomic's functions.  All are sequentially consistent.  Pointer stores shade the value that they overwrite while the collector marks. */
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

static inline void shade(void *old) {
        if (rt_unlikely(rt_wb_enabled) && old) {
                void *word = old;
                rt_wb(&word, NULL);
        }
}

void *sync_atomic$LoadPointer(void **p) { return __atomic_load_n(p, SEQ); }

void *sync_atomic$SwapPointer(void **p, void *v) {
        void *old = __atomic_load_n(p, SEQ);
        do
                shade(old);
        while (!__atomic_compare_exchange_n(p, &old, v, 0, SEQ, SEQ));
        return old;
}

void sync_atomic$StorePointer(void **p, void *v) { sync_atomic$SwapPointer(p, v); }

Bool sync_atomic$CompareAndSwapPointer(void **p, void *old, void *v) {
        shade(old);
        return __atomic_compare_exchange_n(p, &old, v, 0, SEQ, SEQ);
}
