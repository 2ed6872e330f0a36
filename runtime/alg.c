/* alg.c - equality and hashing of Go values.
 *
 * Hashes of memory follow the shape of wyhash: 128-bit products folded to 64 bits, keyed by random numbers drawn at
 * program start, 48 bytes a round for long inputs.  Laws: equal values hash alike under one seed (so +0 and -0 do, and
 * NaN, equal to nothing, hashes at random); a type's hasher func value, rt_typehash and the map routines that
 * inline a hash agree with each other.  What is compared or hashed, and the panics, follow Go's runtime/alg.go. */
#include "alg.h"
#include "lang.h"

uint64_t rt_hashkey[4] = { 0xa0761d6478bd642full, 0xe7037ed1a0b428dbull, 0x8ebc6af09c88c6e3ull, 0x589965cc75374cc3ull };

void rt_lang_init(void) {
        for (int i = 0; i < 4; i++)
                rt_hashkey[i] ^= rt_fastrand64() << 1;
        rt_itabs_init();
}

/* ---- memory ---------------------------------------------------------------------------------------------- */

static inline uint64_t read64(const uint8_t *p) { uint64_t v; memcpy(&v, p, 8); return v; }
static inline uint64_t read32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return v; }

static inline Uintptr hash_bytes(const uint8_t *p, Uintptr n, Uintptr seed) {
        uint64_t a, b;
        seed ^= rt_hashkey[0];
        if (rt_likely(n <= 16)) {
                if (n >= 4) {
                        Uintptr mid = (n >> 3) << 2;
                        a = read32(p) << 32 | read32(p + mid);
                        b = read32(p + n - 4) << 32 | read32(p + n - 4 - mid);
                } else if (n > 0) {
                        a = (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1];
                        b = 0;
                } else {
                        return seed;
                }
        } else {
                Uintptr left = n;
                if (left > 48) {
                        uint64_t s1 = seed, s2 = seed;
                        do {
                                seed = hash_mix(read64(p) ^ rt_hashkey[1], read64(p + 8) ^ seed);
                                s1 = hash_mix(read64(p + 16) ^ rt_hashkey[2], read64(p + 24) ^ s1);
                                s2 = hash_mix(read64(p + 32) ^ rt_hashkey[3], read64(p + 40) ^ s2);
                                p += 48;
                                left -= 48;
                        } while (left > 48);
                        seed ^= s1 ^ s2;
                }
                while (left > 16) {
                        seed = hash_mix(read64(p) ^ rt_hashkey[1], read64(p + 8) ^ seed);
                        p += 16;
                        left -= 16;
                }
                a = read64(p + left - 16);
                b = read64(p + left - 8);
        }
        return hash_mix(rt_hashkey[3] ^ n, hash_mix(a ^ rt_hashkey[1], b ^ seed));
}

Uintptr rt_memhash(const void *p, Uintptr seed, Uintptr n) { return hash_bytes(p, n, seed); }

Uintptr rt_memhash32(const void *p, Uintptr seed) { return hash_word32((uint32_t)read32(p), seed); }

Uintptr rt_memhash64(const void *p, Uintptr seed) { return hash_word64(read64(p), seed); }

Uintptr rt_strhash(const void *p, Uintptr seed) {
        const GoString *s = p;
        return hash_bytes(s->p, (Uintptr)s->n, seed);
}

/* ---- floats and interfaces -------------------------------------------------------------------------------- */

static Uintptr hash_nan(Uintptr seed) { return hash_word64(rt_fastrand64(), seed); }

Uintptr rt_f32hash(const void *p, Uintptr seed) {
        float f;
        memcpy(&f, p, sizeof f);
        return f == 0 ? hash_word32(0, seed) : f != f ? hash_nan(seed) : rt_memhash32(p, seed);
}

Uintptr rt_f64hash(const void *p, Uintptr seed) {
        double f;
        memcpy(&f, p, sizeof f);
        return f == 0 ? hash_word64(0, seed) : f != f ? hash_nan(seed) : rt_memhash64(p, seed);
}

Uintptr rt_c64hash(const void *p, Uintptr seed) {
        const float *c = p;
        return rt_f32hash(&c[1], rt_f32hash(&c[0], seed));
}

Uintptr rt_c128hash(const void *p, Uintptr seed) {
        const double *c = p;
        return rt_f64hash(&c[1], rt_f64hash(&c[0], seed));
}

/* The hash of an interface's dynamic value; t NULL for a nil interface. */
static Uintptr hash_dynamic(const GoType *t, void *const *data, Uintptr seed) {
        if (!t)
                return seed;
        if (!t->equal)
                rt_panic_runtime_error_type("hash of unhashable type ", t);
        const void *p = t->kind & GO_KIND_DIRECT_IFACE ? (const void *)data : *data;
        return hash_mix(rt_typehash(t, p, seed ^ rt_hashkey[2]), rt_hashkey[3]);
}

Uintptr rt_interhash(const void *p, Uintptr seed) {
        const GoIface *i = p;
        return hash_dynamic(i->tab ? i->tab->type : NULL, &i->data, seed);
}

Uintptr rt_nilinterhash(const void *p, Uintptr seed) {
        const GoEface *e = p;
        return hash_dynamic(e->type, &e->data, seed);
}

/* ---- any type ----------------------------------------------------------------------------------------------- */

Uintptr rt_typehash(const GoType *t, const void *p, Uintptr seed) {
        if (t->tflag & GO_TFLAG_REGULAR) {
                switch (t->size) {
                case 4: return rt_memhash32(p, seed);
                case 8: return rt_memhash64(p, seed);
                default: return rt_memhash(p, seed, t->size);
                }
        }
        switch (t->kind & GO_KIND_MASK) {
        case GO_KIND_FLOAT32: return rt_f32hash(p, seed);
        case GO_KIND_FLOAT64: return rt_f64hash(p, seed);
        case GO_KIND_COMPLEX64: return rt_c64hash(p, seed);
        case GO_KIND_COMPLEX128: return rt_c128hash(p, seed);
        case GO_KIND_STRING: return rt_strhash(p, seed);
        case GO_KIND_INTERFACE:
                return ((const GoInterfaceType *)t)->nmethods ? rt_interhash(p, seed) : rt_nilinterhash(p, seed);
        case GO_KIND_ARRAY: {
                const GoArrayType *a = (const GoArrayType *)t;
                for (Uintptr i = 0; i < a->len; i++)
                        seed = rt_typehash(a->elem, (const char *)p + i * a->elem->size, seed);
                return seed;
        }
        case GO_KIND_STRUCT: {
                const GoStructType *s = (const GoStructType *)t;
                for (Int i = 0; i < s->nfields; i++) {
                        const GoStructField *f = &s->fields[i];
                        if (!rt_name_is_blank(f->name))
                                seed = rt_typehash(f->type, (const char *)p + (f->offset), seed);
                }
                return seed;
        }
        default:
                rt_panic_runtime_error_type("hash of unhashable type ", t);
        }
}

/* ---- interfaces' equality ------------------------------------------------------------------------------------ */

static inline Bool call_equal(const GoType *t, const void *x, const void *y) {
        return ((Bool (*)(const void *, const void *, const GoFunc *))t->equal->code)(x, y, t->equal);
}

Bool rt_iface_eq_data(const GoType *t, const void *x, const void *y) {
        if (!t)
                return 1;
        if (!t->equal)
                rt_panic_runtime_error_type("comparing uncomparable type ", t);
        if (t->kind & GO_KIND_DIRECT_IFACE)
                return x == y;
        return call_equal(t, x, y);
}

Bool rt_efaceeq(GoEface a, GoEface b) { return a.type == b.type && rt_iface_eq_data(a.type, a.data, b.data); }

Bool rt_ifaceeq(GoIface a, GoIface b) {
        const GoType *s = a.tab ? a.tab->type : NULL, *t = b.tab ? b.tab->type : NULL;
        return s == t && rt_iface_eq_data(s, a.data, b.data);
}

/* ---- func values for type descriptors ------------------------------------------------------------------------- */

#define SELF const GoFunc *self __attribute__((unused))
#define EQUAL(name, expr) \
        static Bool name##_code(const void *p, const void *q, SELF) { return expr; } \
        const GoFunc rt_##name##_f = { (void *)name##_code };
#define HASH(name, expr) \
        static Uintptr name##_code(const void *p, Uintptr seed, SELF) { return expr; } \
        const GoFunc rt_##name##_f = { (void *)name##_code };

EQUAL(memequal0, p == p && q == q)
EQUAL(memequal8, memcmp(p, q, 1) == 0)
EQUAL(memequal16, memcmp(p, q, 2) == 0)
EQUAL(memequal32, memcmp(p, q, 4) == 0)
EQUAL(memequal64, memcmp(p, q, 8) == 0)
EQUAL(memequal128, memcmp(p, q, 16) == 0)
EQUAL(f32equal, *(const float *)p == *(const float *)q)
EQUAL(f64equal, *(const double *)p == *(const double *)q)
EQUAL(c64equal, ((const float *)p)[0] == ((const float *)q)[0] && ((const float *)p)[1] == ((const float *)q)[1])
EQUAL(c128equal, ((const double *)p)[0] == ((const double *)q)[0] && ((const double *)p)[1] == ((const double *)q)[1])
EQUAL(strequal, rt_eqstring(*(const GoString *)p, *(const GoString *)q))
EQUAL(interequal, rt_ifaceeq(*(const GoIface *)p, *(const GoIface *)q))
EQUAL(nilinterequal, rt_efaceeq(*(const GoEface *)p, *(const GoEface *)q))

HASH(memhash8, rt_memhash(p, seed, 1))
HASH(memhash16, rt_memhash(p, seed, 2))
HASH(memhash32, rt_memhash32(p, seed))
HASH(memhash64, rt_memhash64(p, seed))
HASH(memhash128, rt_memhash(p, seed, 16))
HASH(strhash, rt_strhash(p, seed))
HASH(f32hash, rt_f32hash(p, seed))
HASH(f64hash, rt_f64hash(p, seed))
HASH(c64hash, rt_c64hash(p, seed))
HASH(c128hash, rt_c128hash(p, seed))
HASH(interhash, rt_interhash(p, seed))
HASH(nilinterhash, rt_nilinterhash(p, seed))
