/* arith.h - Go's arithmetic where C's differs or is undefined: division, shifts, float to integer, complex numbers.
 * Included by go.h; results are those of gc on amd64, the constant cases fold. */
#ifndef MINIGO_ARITH_H
#define MINIGO_ARITH_H

#include <stdint.h>
#if defined(__x86_64__)
#include <emmintrin.h>
#endif

#define RT_DIVMOD(bits) \
        static inline int##bits##_t rt_div##bits(int##bits##_t a, int##bits##_t b) { \
                return rt_unlikely(b == -1) ? (int##bits##_t)(0 - (uint64_t)a) : (int##bits##_t)(a / b); } \
        static inline int##bits##_t rt_mod##bits(int##bits##_t a, int##bits##_t b) { \
                return rt_unlikely(b == -1) ? 0 : (int##bits##_t)(a % b); }
RT_DIVMOD(8) RT_DIVMOD(16) RT_DIVMOD(32) RT_DIVMOD(64)

#define RT_SHIFTS(bits) \
        static inline uint##bits##_t rt_shl##bits(uint##bits##_t a, uint64_t n) { return n < bits ? (uint##bits##_t)((uint64_t)a << n) : 0; } \
        static inline uint##bits##_t rt_shru##bits(uint##bits##_t a, uint64_t n) { return n < bits ? (uint##bits##_t)(a >> n) : 0; } \
        static inline int##bits##_t rt_shr##bits(int##bits##_t a, uint64_t n) { return (int##bits##_t)(a >> (n < bits ? n : bits - 1)); }
RT_SHIFTS(8) RT_SHIFTS(16) RT_SHIFTS(32) RT_SHIFTS(64)

/* cvttsd2sq and cvttsd2sl: what does not fit (and NaN) gives the smallest integer. */
static inline int64_t rt_f64toi64(double x) {
#if defined(__x86_64__)
        return _mm_cvttsd_si64(_mm_set_sd(x));
#else
        return x >= -9223372036854775808.0 && x < 9223372036854775808.0 ? (int64_t)x : INT64_MIN;
#endif
}
static inline int32_t rt_f64toi32(double x) {
#if defined(__x86_64__)
        return _mm_cvttsd_si32(_mm_set_sd(x));
#else
        return x > -2147483649.0 && x < 2147483648.0 ? (int32_t)x : INT32_MIN;
#endif
}
static inline uint64_t rt_f64tou64(double x) {
        return x < 9223372036854775808.0 ? (uint64_t)rt_f64toi64(x) : (uint64_t)rt_f64toi64(x - 9223372036854775808.0) | 0x8000000000000000ull;
}

#define RT_COMPLEX(C, F) \
        static inline C rt_add##C(C a, C b) { return (C){ a.re + b.re, a.im + b.im }; } \
        static inline C rt_sub##C(C a, C b) { return (C){ a.re - b.re, a.im - b.im }; } \
        static inline C rt_mul##C(C a, C b) { /* complex64 in float64, as the reference: less is lost when the products cancel */ \
                return (C){ (F)((double)a.re * b.re - (double)a.im * b.im), (F)((double)a.re * b.im + (double)a.im * b.re) }; } \
        static inline C rt_neg##C(C a) { return (C){ -a.re, -a.im }; } \
        static inline Bool rt_eq##C(C a, C b) { return a.re == b.re && a.im == b.im; }
RT_COMPLEX(GoComplex64, float) RT_COMPLEX(GoComplex128, double)

/* math/bits and sync/atomic */
static inline Int rt_len64(uint64_t x) { return x ? 64 - __builtin_clzll(x) : 0; }
static inline Int rt_len32(uint32_t x) { return x ? 32 - __builtin_clz(x) : 0; }
static inline Int rt_ctz64(uint64_t x) { return x ? __builtin_ctzll(x) : 64; }
static inline Int rt_ctz32(uint32_t x) { return x ? __builtin_ctz(x) : 32; }
static inline uint64_t rt_rotl64(uint64_t x, Int k) { return x << (k & 63) | x >> (-k & 63); }
static inline uint32_t rt_rotl32(uint32_t x, Int k) { return x << (k & 31) | x >> (-k & 31); }
#define RT_ATOMICS(n) \
        static inline uint##n##_t rt_atomic_load##n(void *p) { return __atomic_load_n((uint##n##_t *)p, __ATOMIC_SEQ_CST); } \
        static inline void rt_atomic_store##n(void *p, uint##n##_t v) { __atomic_store_n((uint##n##_t *)p, v, __ATOMIC_SEQ_CST); } \
        static inline uint##n##_t rt_atomic_add##n(void *p, uint##n##_t d) { return __atomic_add_fetch((uint##n##_t *)p, d, __ATOMIC_SEQ_CST); } \
        static inline uint##n##_t rt_atomic_swap##n(void *p, uint##n##_t v) { return __atomic_exchange_n((uint##n##_t *)p, v, __ATOMIC_SEQ_CST); } \
        static inline Bool rt_atomic_cas##n(void *p, uint##n##_t a, uint##n##_t b) { \
                return __atomic_compare_exchange_n((uint##n##_t *)p, &a, b, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); }
RT_ATOMICS(32) RT_ATOMICS(64)
static inline void *rt_atomic_loadp(void *p) { return __atomic_load_n((void **)p, __ATOMIC_SEQ_CST); }

#endif
