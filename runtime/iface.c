/* iface.c - itabs, assertions to interfaces, and the boxing of values in interfaces.
 *
 * The itab of (interface type, dynamic type) is unique: one hash table of pointers, read without a lock, grown by copying.
 * It starts with the itabs that the compiler emitted (section go_itablinks) and gets the others when an assertion asks.
 * A pair that does not match is remembered too, with fun[0] NULL.  Both method lists are sorted by name, so matching is
 * one merge walk.  Rules and panics follow Go's runtime/iface.go. */
#include "lang.h"

extern GoItab *const __start_go_itablinks[] __attribute__((weak));
extern GoItab *const __stop_go_itablinks[] __attribute__((weak));

typedef struct ItabTable { Uintptr size, count; const GoItab *slots[]; } ItabTable;     /* size: a power of two */

static ItabTable *table;
static RtLock table_lock;

static Uintptr pair_hash(const GoInterfaceType *inter, const GoType *t) {
        return ((Uintptr)inter->t.hash * 0x9e3779b1u) ^ t->hash;
}

/* The slot of the pair, or the empty one where it belongs. */
static const GoItab **slot_find(ItabTable *tab, const GoInterfaceType *inter, const GoType *t) {
        Uintptr mask = tab->size - 1, h = pair_hash(inter, t) & mask;
        for (Uintptr step = 1;; step++) {
                const GoItab *m = __atomic_load_n(&tab->slots[h], __ATOMIC_ACQUIRE);
                if (!m || (m->inter == inter && m->type == t))
                        return &tab->slots[h];
                h = (h + step) & mask;
        }
}

static ItabTable *table_new(Uintptr size) {
        ItabTable *tab = rt_persistentalloc(sizeof *tab + size * sizeof tab->slots[0], 8);
        tab->size = size;
        return tab;
}

/* table_lock held. */
static void itab_add(const GoItab *m) {
        if (table->count * 4 >= table->size * 3) {
                ItabTable *bigger = table_new(table->size * 2);
                for (Uintptr i = 0; i < table->size; i++)
                        if (table->slots[i]) {
                                *slot_find(bigger, table->slots[i]->inter, table->slots[i]->type) = table->slots[i];
                                bigger->count++;
                        }
                __atomic_store_n(&table, bigger, __ATOMIC_RELEASE);
        }
        const GoItab **slot = slot_find(table, m->inter, m->type);
        if (*slot)
                return;
        __atomic_store_n(slot, m, __ATOMIC_RELEASE);
        table->count++;
}

void rt_itabs_init(void) {
        rt_lock(&table_lock);
        table = table_new(512);
        for (GoItab *const *p = __start_go_itablinks; p < __stop_go_itablinks; p++)
                if (*p)
                        itab_add(*p);
        rt_unlock(&table_lock);
}

static GoString string_or(GoString s, GoString other) { return s.n ? s : other; }

/* Fills m->fun; when a method is missing returns its name and leaves fun[0] NULL, else returns the empty string. */
static GoString itab_fill(GoItab *m) {
        const GoInterfaceType *inter = m->inter;
        const GoType *t = m->type;
        const GoUncommonType *u = rt_type_uncommon(t);
        const GoMethod *have = u ? (const GoMethod *)((const char *)u + u->moff) : NULL;
        int nhave = u ? u->mcount : 0, j = 0;
        void *first = NULL;
        for (Int k = 0; k < inter->nmethods; k++) {
                const uint8_t *name = rt_resolve_off(inter->methods[k].name);
                const GoType *type = rt_resolve_off(inter->methods[k].type);
                GoString text = rt_name_text(name), pkg = string_or(rt_name_pkgpath(name), rt_name_text(inter->pkgpath));
                Bool found = 0;
                for (; j < nhave && !found; j++) {
                        const uint8_t *tname = rt_resolve_off(have[j].name);
                        if (rt_resolve_off(have[j].mtyp) != type || !rt_eqstring(rt_name_text(tname), text))
                                continue;
                        if (!rt_name_is_exported(tname) &&
                            !rt_eqstring(string_or(rt_name_pkgpath(tname), rt_name_text(rt_resolve_off(u->pkgpath))), pkg))
                                continue;
                        void *fn = rt_resolve_off(have[j].ifn);
                        if (k == 0)
                                first = fn;
                        else
                                m->fun[k] = fn;
                        found = 1;
                }
                if (!found) {
                        m->fun[0] = NULL;
                        return text;
                }
        }
        m->fun[0] = first;
        return (GoString){ NULL, 0 };
}

/* The itab of (inter, t).  When t lacks a method: NULL if canfail, else a panic with *TypeAssertionError. */
const GoItab *rt_getitab(const GoInterfaceType *inter, const GoType *t, Bool canfail) {
        const GoItab *m = *slot_find(__atomic_load_n(&table, __ATOMIC_ACQUIRE), inter, t);
        if (rt_unlikely(!m)) {
                rt_lock(&table_lock);
                m = *slot_find(table, inter, t);
                if (!m) {
                        GoItab *fresh = rt_persistentalloc(sizeof *fresh + (Uintptr)inter->nmethods * sizeof fresh->fun[0], 8);
                        fresh->inter = inter;
                        fresh->type = t;
                        fresh->hash = t->hash;
                        itab_fill(fresh);
                        itab_add(fresh);
                        m = fresh;
                }
                rt_unlock(&table_lock);
        }
        if (m->fun[0])
                return m;
        if (canfail)
                return NULL;
        _Alignas(GoItab) uint8_t probe[sizeof(GoItab) + 64 * sizeof m->fun[0]];
        GoItab *again = inter->nmethods <= 64 ? (GoItab *)probe : rt_mallocgc(sizeof *again + (Uintptr)inter->nmethods * 8, NULL, 1);
        again->inter = inter;
        again->type = t;
        runtime$panicTypeAssert(NULL, t, &inter->t, itab_fill(again));
}

const GoItab *rt_convI2I(const GoInterfaceType *inter, const GoType *t) { return t ? rt_getitab(inter, t, 0) : NULL; }

const GoItab *rt_assertE2I(const GoInterfaceType *inter, const GoType *t) {
        if (!t)
                runtime$panicTypeAssert(NULL, NULL, &inter->t, (GoString){ NULL, 0 });
        return rt_getitab(inter, t, 0);
}

const GoItab *rt_assertE2I2(const GoInterfaceType *inter, const GoType *t) { return t ? rt_getitab(inter, t, 1) : NULL; }

void rt_panicdottypeE(const GoType *have, const GoType *want, const GoType *iface) {
        runtime$panicTypeAssert(iface, have, want, (GoString){ NULL, 0 });
}

void rt_panicdottypeI(const GoItab *have, const GoType *want, const GoType *iface) {
        rt_panicdottypeE(have ? have->type : NULL, want, iface);
}

void rt_panicnildottype(const GoType *want) { runtime$panicTypeAssert(NULL, NULL, want, (GoString){ NULL, 0 }); }

void rt_panicwrap(GoString pkg, GoString type, GoString method) {
        GoString parts[] = { RT_STR("value method "), pkg, RT_STR("."), type, RT_STR("."), method,
                             RT_STR(" called using nil *"), type, RT_STR(" pointer") };
        runtime$panicPlainError(rt_concatstrings(NULL, parts, sizeof parts / sizeof *parts));
}

/* ---- boxing ------------------------------------------------------------------------------------------------------ */

/* The numbers 0 to 255: what a small integer's interface points at. */
#define ROW(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7
#define ROWS(n) ROW(n), ROW(n + 8), ROW(n + 16), ROW(n + 24), ROW(n + 32), ROW(n + 40), ROW(n + 48), ROW(n + 56)
static const uint64_t small_numbers[256] = { ROWS(0), ROWS(64), ROWS(128), ROWS(192) };

static const uint64_t zeroes[4];

static const uint8_t string_mask[] = { 1 };
static const GoType string_type = { .size = 16, .ptrdata = 8, .align = 8, .field_align = 8, .kind = GO_KIND_STRING, .gcdata = string_mask };
static const GoType slice_type = { .size = 24, .ptrdata = 8, .align = 8, .field_align = 8, .kind = GO_KIND_SLICE, .gcdata = string_mask };

void *rt_convT16(uint16_t v) {
        if (v < 256)
                return (void *)&small_numbers[v];
        uint16_t *x = rt_mallocgc(2, NULL, 0);
        *x = v;
        return x;
}

void *rt_convT32(uint32_t v) {
        if (v < 256)
                return (void *)&small_numbers[v];
        uint32_t *x = rt_mallocgc(4, NULL, 0);
        *x = v;
        return x;
}

void *rt_convT64(uint64_t v) {
        if (v < 256)
                return (void *)&small_numbers[v];
        uint64_t *x = rt_mallocgc(8, NULL, 0);
        *x = v;
        return x;
}

void *rt_convTstring(GoString s) {
        if (s.n == 0)
                return (void *)zeroes;
        GoString *x = rt_mallocgc(sizeof *x, &string_type, 1);
        *x = s;
        return x;
}

void *rt_convTslice(GoSlice *s) {
        if (!s->p)
                return (void *)zeroes;
        GoSlice *x = rt_mallocgc(sizeof *x, &slice_type, 1);
        *x = *s;
        return x;
}

void *rt_convT(const GoType *t, const void *p) {
        if (t->ptrdata == 0) {
                uint64_t v = 0;
                switch (t->size) {
                case 0: return &rt_zerobase;
                case 1: return (void *)&small_numbers[*(const uint8_t *)p];
                case 2: memcpy(&v, p, 2); return rt_convT16((uint16_t)v);
                case 4: memcpy(&v, p, 4); return rt_convT32((uint32_t)v);
                case 8: memcpy(&v, p, 8); return rt_convT64(v);
                }
        }
        void *x = rt_mallocgc(t->size, t, t->ptrdata != 0);
        memcpy(x, p, t->size);
        return x;
}
