/* ptrmap.c - where the pointers of an object are.
 *
 * Slots up to 512 bytes have one bit a word in rt_ptrbits, written when the object is made.  Larger slots have a type
 * word in their span: the slot is then an array of that type, whose mask is read at every scan.  A type's mask is its
 * gcdata, or, for a type with GO_KIND_GCPROG, what its program unrolls to, done once and kept.
 * A program (runtime/mbitmap.go explains the form) follows 4 bytes of length: a byte 0nnnnnnn is followed by n bits; 1nnnnnnn
 * repeats the last n bits as often as the varint behind it says (n 0: a varint behind it is n); 0 ends. */
#include "mheap.h"

void ptrbits_clear(uintptr_t p, Uintptr n)
{
        uint64_t *w = &rt_ptrbits[p >> 9];
        Uintptr sh = p >> 3 & 63, bits = n >> 3;

        if (sh + bits <= 64) {
                *w &= ~((bits == 64 ? ~0ull : (1ull << bits) - 1) << sh);
                return;
        }
        *w++ &= ~(~0ull << sh);
        for (bits -= 64 - sh; bits >= 64; bits -= 64)
                *w++ = 0;
        if (bits)
                *w &= ~0ull << bits;
}

static uint64_t small_mask(const GoType *t, Uintptr size)
{
        const uint8_t *d = type_ptrmask(t);
        Uintptr nbits = t->ptrdata / 8, period = t->size / 8, total = size / 8;
        uint64_t m = 0;

        for (Uintptr i = 0; i < (nbits + 7) / 8 && i < 8; i++)
                m |= (uint64_t)d[i] << (8 * i);
        if (nbits < 64)
                m &= (1ull << nbits) - 1;
        for (; period < total; period *= 2)
                m |= m << period;
        return total < 64 ? m & ((1ull << total) - 1) : m;
}

void ptrbits_set_type(uintptr_t p, Uintptr slot, Uintptr size, const GoType *t)
{
        uint64_t m = small_mask(t, size), *w = &rt_ptrbits[p >> 9];
        Uintptr sh = p >> 3 & 63;

        *w |= m << sh;
        if (sh + slot / 8 > 64)
                w[1] |= m >> (64 - sh);
}

/* ---- GC programs --------------------------------------------------------------------------------------------- */

typedef struct Unrolled {
        const GoType *type;
        uint8_t *mask;
} Unrolled;

typedef struct UnrolledTable {
        Uintptr nslots;
        Unrolled slot[];                /* open addressing, at most half full */
} UnrolledTable;

/* Read without the lock: a table only gets entries, its mask before its type, and is replaced as a whole. */
static struct {
        RtLock lock;
        UnrolledTable *table;
        Uintptr n;
} unrolled;

static Unrolled *find_unrolled(const GoType *t)
{
        UnrolledTable *tab = __atomic_load_n(&unrolled.table, __ATOMIC_ACQUIRE);

        if (!tab)
                return NULL;
        for (Uintptr i = ((uintptr_t)t >> 4) * 0x9e3779b97f4a7c15u >> 20;; i++) {
                Unrolled *u = &tab->slot[i & (tab->nslots - 1)];
                const GoType *have = __atomic_load_n(&u->type, __ATOMIC_ACQUIRE);
                if (have == t || !have)
                        return u;
        }
}

static void grow_table(void)
{
        UnrolledTable *old = unrolled.table;
        Uintptr nold = old ? old->nslots : 0, n = nold ? 2 * nold : 64;
        UnrolledTable *new = rt_persistentalloc(sizeof *new + n * sizeof(Unrolled), 0);

        new->nslots = n;
        for (Uintptr i = 0; i < nold; i++)
                if (old->slot[i].type) {
                        Uintptr k = ((uintptr_t)old->slot[i].type >> 4) * 0x9e3779b97f4a7c15u >> 20;
                        while (new->slot[k & (n - 1)].type)
                                k++;
                        new->slot[k & (n - 1)] = old->slot[i];
                }
        __atomic_store_n(&unrolled.table, new, __ATOMIC_RELEASE);
}

static Uintptr read_varint(const uint8_t **p)
{
        Uintptr v = 0;

        for (int sh = 0;; sh += 7) {
                uint8_t b = *(*p)++;
                v |= (Uintptr)(b & 0x7f) << sh;
                if (!(b & 0x80))
                        return v;
        }
}

static uint8_t *run_program(const uint8_t *p, Uintptr nbits)
{
        uint8_t *mask = rt_persistentalloc((nbits + 7) / 8 + 8, 8);
        Uintptr at = 0;

        for (;;) {
                uint8_t inst = *p++;
                Uintptr n = inst & 0x7f;
                if (inst == 0)
                        break;
                if (!(inst & 0x80)) {
                        for (Uintptr i = 0; i < n; i++, at++)
                                if (p[i / 8] >> (i % 8) & 1 && at < nbits)
                                        mask[at / 8] |= (uint8_t)(1 << (at % 8));
                        p += (n + 7) / 8;
                        continue;
                }
                if (n == 0)
                        n = read_varint(&p);
                Uintptr count = read_varint(&p) * n;
                for (Uintptr i = 0; i < count; i++, at++)
                        if (at < nbits && mask[(at - n) / 8] >> ((at - n) % 8) & 1)
                                mask[at / 8] |= (uint8_t)(1 << (at % 8));
        }
        return mask;
}

void type_prepare(const GoType *t)
{
        if (!(t->kind & GO_KIND_GCPROG))
                return;
        rt_lock(&unrolled.lock);
        Unrolled *u = find_unrolled(t);
        if (!u || !u->type) {
                if (!unrolled.table || 2 * (unrolled.n + 1) > unrolled.table->nslots)
                        grow_table();
                u = find_unrolled(t);
                u->mask = run_program(t->gcdata + 4, t->ptrdata / 8);
                __atomic_store_n(&u->type, t, __ATOMIC_RELEASE);
                unrolled.n++;
        }
        rt_unlock(&unrolled.lock);
}

const uint8_t *type_ptrmask(const GoType *t)
{
        if (rt_likely(!(t->kind & GO_KIND_GCPROG)))
                return t->gcdata;
        Unrolled *u = find_unrolled(t);
        if (!u || !u->type)
                rt_throw("object of a type whose pointer map was never prepared");
        return u->mask;
}
