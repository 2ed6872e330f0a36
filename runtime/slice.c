/* slice.c - append's growth.  The rule and the rounding to size classes are those of Go 1.19's runtime/slice.go, so
 * that cap() shows the same numbers: double below 256 elements, then by a quarter plus 192 elements a step. */
#include "lang.h"

#define MAX_ALLOC ((Uintptr)1 << 48)

static RT_NORETURN void cap_out_of_range(void) { rt_panic_runtime_error("growslice: cap out of range"); }

static Int grown_cap(Int old, Int need) {
        Uintptr twice = (Uintptr)old * 2;
        if ((Uintptr)need > twice)
                return need;
        if (old < 256)
                return (Int)twice;
        Int cap = old;
        while (cap > 0 && cap < need)
                cap = (Int)((Uintptr)cap + ((Uintptr)cap + 3 * 256) / 4);
        return cap > 0 ? cap : need;
}

/* An array of at least `need` elements that begins with the len elements at p.  What lies beyond `need` is zero; between
 * len and need it is zero only for types with pointers. */
GoSlice rt_growslice(const GoType *elem, void *p, Int len, Int cap, Int need) {
        if (need < cap)
                cap_out_of_range();
        if (elem->size == 0)
                return (GoSlice){ &rt_zerobase, len, need };
        Int newcap = grown_cap(cap, need);
        Uintptr bytes;
        if (__builtin_mul_overflow(elem->size, (Uintptr)newcap, &bytes) || bytes > MAX_ALLOC)
                cap_out_of_range();
        bytes = rt_roundupsize(bytes);
        Uintptr n = elem->size == 1 ? bytes : elem->size == 8 ? bytes / 8 : bytes / elem->size;
        bytes = n * elem->size;
        if (bytes > MAX_ALLOC)
                cap_out_of_range();
        char *q;
        if (elem->ptrdata == 0) {
                q = rt_mallocgc(bytes, NULL, 0);
                Uintptr filled = (Uintptr)need * elem->size;
                memset(q + filled, 0, bytes - filled);
        } else {
                q = rt_mallocgc(bytes, elem, 1);
        }
        memcpy(q, p, (Uintptr)len * elem->size);
        return (GoSlice){ q, len, (Int)n };
}

void *rt_makeslicecopy(const GoType *elem, Int tolen, Int fromlen, const void *from) {
        Uintptr bytes;
        if (tolen < 0 || __builtin_mul_overflow(elem->size, (Uintptr)tolen, &bytes) || bytes > MAX_ALLOC)
                rt_panic_runtime_error("makeslice: len out of range");
        Uintptr copied = (Uintptr)(fromlen < tolen ? fromlen : tolen) * elem->size;
        char *q = rt_mallocgc(bytes, elem->ptrdata ? elem : NULL, elem->ptrdata != 0);
        if (elem->ptrdata == 0)
                memset(q + copied, 0, bytes - copied);
        memcpy(q, from, copied);
        return q;
}

void rt_unsafeslice(const GoType *elem, const void *p, Int n) {
        Uintptr bytes;
        if (n < 0)
                rt_panic_runtime_error("unsafe.Slice: len out of range");
        if (__builtin_mul_overflow(elem->size, (Uintptr)n, &bytes) || bytes > -(Uintptr)p) {
                if (!p)
                        rt_panic_runtime_error("unsafe.Slice: ptr is nil and len is not zero");
                rt_panic_runtime_error("unsafe.Slice: len out of range");
        }
}
