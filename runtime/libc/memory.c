/* memory.c - memcpy, memmove, memset, memcmp, memchr, memmem, and the few string functions that the runtime uses.
 *
 * Short ranges, nearly all calls, are overlapping blocks from both ends, so that no length up to eight vectors needs a loop.
 * From 64 bytes on they go by vectors of 32 bytes where the processor has them, else 16; the longest by its own string instructions,
 * which need not read what they overwrite.  All loads of a short move come before its stores: ranges may overlap.
 * Compiled without builtins: the compiler would make these loops calls of themselves. */
#include <immintrin.h>
#include <cpuid.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "libc.h"

typedef char V16 __attribute__((vector_size(16), aligned(1), may_alias));
typedef char V32 __attribute__((vector_size(32), aligned(1), may_alias));
typedef uint64_t U64 __attribute__((aligned(1), may_alias));
typedef uint32_t U32 __attribute__((aligned(1), may_alias));
typedef uint16_t U16 __attribute__((aligned(1), may_alias));

#define AVX __attribute__((target("avx2"), noinline))
#define AT(T, p, off) (*(T *)((char *)(p) + (off)))
#define FROM(T, p, off) (*(const T *)((const char *)(p) + (off)))

static char has_avx2;
static size_t string_min = (size_t)-1;  /* from so many bytes on rep stosb is fastest, rep movsb from twice as many */

void libc_init_memory(void) {
        unsigned a, b, c, d;
        if (!__get_cpuid_count(7, 0, &a, &b, &c, &d))
                return;
        unsigned features = b;
        if (features & 1 << 9)          /* "enhanced" string instructions */
                string_min = 2048;
        __get_cpuid(1, &a, &b, &c, &d);
        if (features & 1 << 5 && c & 1 << 27) {         /* AVX2, and the system saves its registers */
                unsigned lo, hi;
                __asm__("xgetbv" : "=a"(lo), "=d"(hi) : "c"(0));
                has_avx2 = (lo & 6) == 6;
        }
}

/* ---- moving -------------------------------------------------------------------------------------------------------------- */

#define MOVE_LOOPS(name, V, attribute)                                                                                       \
        attribute static void name##_up(char *d, const char *s, size_t n) {                                                  \
                enum { W = sizeof(V) };                                                                                      \
                V t0 = FROM(V, s, n - 4 * W), t1 = FROM(V, s, n - 3 * W), t2 = FROM(V, s, n - 2 * W), t3 = FROM(V, s, n - W); \
                V head = FROM(V, s, 0);                                                                                      \
                char *end = d + n, *first = d;                                                                               \
                size_t skip = W - ((uintptr_t)d & (W - 1));                                                                  \
                d += skip, s += skip;                                                                                        \
                for (; d < end - 4 * W; d += 4 * W, s += 4 * W) {                                                            \
                        V a = FROM(V, s, 0), b = FROM(V, s, W), c = FROM(V, s, 2 * W), e = FROM(V, s, 3 * W);                \
                        AT(V, d, 0) = a, AT(V, d, W) = b, AT(V, d, 2 * W) = c, AT(V, d, 3 * W) = e;                          \
                }                                                                                                            \
                AT(V, end, -4 * W) = t0, AT(V, end, -3 * W) = t1, AT(V, end, -2 * W) = t2, AT(V, end, -W) = t3;              \
                AT(V, first, 0) = head;                                                                                      \
        }                                                                                                                    \
        attribute static void name##_down(char *d, const char *s, size_t n) {                                                \
                enum { W = sizeof(V) };                                                                                      \
                V h0 = FROM(V, s, 0), h1 = FROM(V, s, W), h2 = FROM(V, s, 2 * W), h3 = FROM(V, s, 3 * W);                    \
                V tail = FROM(V, s, n - W);                                                                                  \
                char *end = d + n, *to = end;                                                                                \
                size_t skip = (uintptr_t)end & (W - 1);                                                                      \
                to -= skip;                                                                                                  \
                const char *from = s + n - skip;                                                                             \
                for (; to > d + 4 * W; to -= 4 * W, from -= 4 * W) {                                                         \
                        V a = FROM(V, from, -W), b = FROM(V, from, -2 * W), c = FROM(V, from, -3 * W), e = FROM(V, from, -4 * W); \
                        AT(V, to, -W) = a, AT(V, to, -2 * W) = b, AT(V, to, -3 * W) = c, AT(V, to, -4 * W) = e;              \
                }                                                                                                            \
                AT(V, d, 0) = h0, AT(V, d, W) = h1, AT(V, d, 2 * W) = h2, AT(V, d, 3 * W) = h3;                              \
                AT(V, end, -W) = tail;                                                                                       \
        }
MOVE_LOOPS(move16, V16, )
MOVE_LOOPS(move32, V32, AVX)

/* More than 64 bytes. */
#define MOVE_LONG(name, loops, V, attribute)                                                                                 \
        attribute static void *name(void *d, const void *s, size_t n) {                                                      \
                enum { W = sizeof(V) };                                                                                      \
                if (n <= 8 * W) {                                                                                            \
                        V a = FROM(V, s, 0), b = FROM(V, s, W), e = FROM(V, s, n - 2 * W), f = FROM(V, s, n - W);            \
                        if (n > 4 * W) {                                                                                     \
                                V g = FROM(V, s, 2 * W), h = FROM(V, s, 3 * W), i = FROM(V, s, n - 4 * W), j = FROM(V, s, n - 3 * W); \
                                AT(V, d, 2 * W) = g, AT(V, d, 3 * W) = h, AT(V, d, n - 4 * W) = i, AT(V, d, n - 3 * W) = j;  \
                        }                                                                                                    \
                        AT(V, d, 0) = a, AT(V, d, W) = b, AT(V, d, n - 2 * W) = e, AT(V, d, n - W) = f;                      \
                } else if ((uintptr_t)d - (uintptr_t)s >= n) {                                                               \
                        if (n / 2 >= string_min && (uintptr_t)s - (uintptr_t)d >= n) {                                          \
                                void *to = d;                                                                                \
                                __asm__ volatile("rep movsb" : "+D"(to), "+S"(s), "+c"(n) : : "memory");                     \
                        } else {                                                                                             \
                                loops##_up(d, s, n);                                                                         \
                        }                                                                                                    \
                } else if (d != s) {                                                                                         \
                        loops##_down(d, s, n);                                                                               \
                }                                                                                                            \
                return d;                                                                                                    \
        }
MOVE_LONG(move_long16, move16, V16, __attribute__((noinline)))
MOVE_LONG(move_long32, move32, V32, AVX)

void *memmove(void *d, const void *s, size_t n) {
        if (n <= 16) {
                if (n >= 8) {
                        U64 a = FROM(U64, s, 0), b = FROM(U64, s, n - 8);
                        AT(U64, d, 0) = a, AT(U64, d, n - 8) = b;
                } else if (n >= 4) {
                        U32 a = FROM(U32, s, 0), b = FROM(U32, s, n - 4);
                        AT(U32, d, 0) = a, AT(U32, d, n - 4) = b;
                } else if (n >= 2) {
                        U16 a = FROM(U16, s, 0), b = FROM(U16, s, n - 2);
                        AT(U16, d, 0) = a, AT(U16, d, n - 2) = b;
                } else if (n) {
                        AT(char, d, 0) = FROM(char, s, 0);
                }
                return d;
        }
        if (n <= 32) {
                V16 a = FROM(V16, s, 0), b = FROM(V16, s, n - 16);
                AT(V16, d, 0) = a, AT(V16, d, n - 16) = b;
                return d;
        }
        if (n <= 64) {
                V16 a = FROM(V16, s, 0), b = FROM(V16, s, 16), e = FROM(V16, s, n - 32), f = FROM(V16, s, n - 16);
                AT(V16, d, 0) = a, AT(V16, d, 16) = b, AT(V16, d, n - 32) = e, AT(V16, d, n - 16) = f;
                return d;
        }
        return has_avx2 ? move_long32(d, s, n) : move_long16(d, s, n);
}

void *memcpy(void *d, const void *s, size_t n) { return memmove(d, s, n); }

/* ---- filling --------------------------------------------------------------------------------------------------------------- */

/* More than 64 bytes. */
#define FILL_LONG(name, V, attribute)                                                                                        \
        attribute static void *name(void *p, int c, size_t n) {                                                              \
                enum { W = sizeof(V) };                                                                                      \
                V v = (V){ 0 } + (char)c;                                                                                    \
                char *d = p, *end = d + n;                                                                                   \
                if (n >= string_min) {                                                                                       \
                        __asm__ volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(c) : "memory");                                \
                        return p;                                                                                            \
                }                                                                                                            \
                AT(V, d, 0) = v;                                                                                             \
                if (n > 4 * W) {                                                                                             \
                        for (d += W - ((uintptr_t)d & (W - 1)); d < end - 4 * W; d += 4 * W)                                 \
                                AT(V, d, 0) = v, AT(V, d, W) = v, AT(V, d, 2 * W) = v, AT(V, d, 3 * W) = v;                  \
                        AT(V, end, -4 * W) = v, AT(V, end, -3 * W) = v;                                                      \
                } else {                                                                                                     \
                        AT(V, d, W) = v;                                                                                     \
                }                                                                                                            \
                AT(V, end, -2 * W) = v, AT(V, end, -W) = v;                                                                  \
                return p;                                                                                                    \
        }
FILL_LONG(fill_long16, V16, __attribute__((noinline)))
FILL_LONG(fill_long32, V32, AVX)

void *memset(void *d, int c, size_t n) {
        if (n < 16) {
                uint64_t w = (uint8_t)c * 0x0101010101010101u;
                if (n >= 8)
                        AT(U64, d, 0) = w, AT(U64, d, n - 8) = w;
                else if (n >= 4)
                        AT(U32, d, 0) = (uint32_t)w, AT(U32, d, n - 4) = (uint32_t)w;
                else if (n >= 2)
                        AT(U16, d, 0) = (uint16_t)w, AT(U16, d, n - 2) = (uint16_t)w;
                else if (n)
                        AT(char, d, 0) = (char)c;
                return d;
        }
        if (n <= 64) {
                V16 v = (V16){ 0 } + (char)c;
                if (n > 32)
                        AT(V16, d, 16) = v, AT(V16, d, n - 32) = v;
                AT(V16, d, 0) = v, AT(V16, d, n - 16) = v;
                return d;
        }
        return has_avx2 ? fill_long32(d, c, n) : fill_long16(d, c, n);
}

/* ---- comparing and searching ---------------------------------------------------------------------------------------------------- */

#define MASK16(v) ((unsigned)_mm_movemask_epi8((__m128i)(v)))
#define MASK32(v) ((unsigned)_mm256_movemask_epi8((__m256i)(v)))
#define ALL(V) ((unsigned)(((uint64_t)1 << sizeof(V)) - 1))

/* compare: n >= sizeof(V).  find: blocks are aligned, so they may begin before s or go beyond its end, but not into another page. */
#define SCAN_LOOPS(compare, find, V, MASK, attribute)                                                                        \
        attribute static int compare(const uint8_t *a, const uint8_t *b, size_t n) {                                         \
                enum { W = sizeof(V) };                                                                                      \
                size_t i = 0;                                                                                                \
                for (; n - i > 4 * W; i += 4 * W) {                                                                          \
                        V e0 = (V)(FROM(V, a, i) == FROM(V, b, i)), e1 = (V)(FROM(V, a, i + W) == FROM(V, b, i + W));        \
                        V e2 = (V)(FROM(V, a, i + 2 * W) == FROM(V, b, i + 2 * W)), e3 = (V)(FROM(V, a, i + 3 * W) == FROM(V, b, i + 3 * W)); \
                        if (MASK(e0 & e1 & e2 & e3) != ALL(V))                                                               \
                                break;                                                                                       \
                }                                                                                                            \
                if (n - i < W)                                                                                               \
                        i = n - W;                                                                                           \
                for (;; i = n - i > 2 * W ? i + W : n - W) {                                                                 \
                        unsigned e = MASK(FROM(V, a, i) == FROM(V, b, i));                                                   \
                        if (e != ALL(V))                                                                                     \
                                return first_different(a + i, b + i, e);                                                     \
                        if (i == n - W)                                                                                      \
                                return 0;                                                                                    \
                }                                                                                                            \
        }                                                                                                                    \
        attribute static const char *find(const char *s, char c, const char *end) {                                          \
                enum { W = sizeof(V) };                                                                                      \
                V want = (V){ 0 } + c;                                                                                       \
                unsigned before = (uintptr_t)s & (W - 1);                                                                    \
                const char *block = s - before;                                                                              \
                unsigned m = MASK(FROM(V, block, 0) == want) >> before << before;                                            \
                while (!m) {                                                                                                 \
                        block += W;                                                                                          \
                        for (; end - block > 4 * W; block += 4 * W)                                                          \
                                if (MASK((V)(FROM(V, block, 0) == want) | (V)(FROM(V, block, W) == want) | (V)(FROM(V, block, 2 * W) == want) | \
                                         (V)(FROM(V, block, 3 * W) == want)))                                                \
                                        break;                                                                               \
                        if (block >= end)                                                                                    \
                                return NULL;                                                                                 \
                        m = MASK(FROM(V, block, 0) == want);                                                                 \
                }                                                                                                            \
                block += __builtin_ctz(m);                                                                                   \
                return block < end ? block : NULL;                                                                           \
        }

static inline int compare_words(uint64_t a, uint64_t b) {
        a = __builtin_bswap64(a), b = __builtin_bswap64(b);
        return a < b ? -1 : a > b;
}

/* The order of the first different bytes; zeros in `equal` say where bytes differ. */
static inline int first_different(const uint8_t *a, const uint8_t *b, unsigned equal) {
        int i = __builtin_ctz(~equal);
        return a[i] - b[i];
}

SCAN_LOOPS(compare16, find16, V16, MASK16, )
SCAN_LOOPS(compare32, find32, V32, MASK32, AVX)

int memcmp(const void *va, const void *vb, size_t n) {
        const uint8_t *a = va, *b = vb;
        if (n > 64)
                return (has_avx2 ? compare32 : compare16)(a, b, n);
        if (n >= 16) {
                for (size_t i = 0; n - i > 16; i += 16) {
                        unsigned e = MASK16(FROM(V16, a, i) == FROM(V16, b, i));
                        if (e != ALL(V16))
                                return first_different(a + i, b + i, e);
                }
                unsigned e = MASK16(FROM(V16, a, n - 16) == FROM(V16, b, n - 16));
                return e == ALL(V16) ? 0 : first_different(a + n - 16, b + n - 16, e);
        }
        if (n >= 8) {
                int c = compare_words(FROM(U64, a, 0), FROM(U64, b, 0));
                return c ? c : compare_words(FROM(U64, a, n - 8), FROM(U64, b, n - 8));
        }
        if (n >= 4)
                return compare_words((uint64_t)FROM(U32, a, 0) | (uint64_t)FROM(U32, a, n - 4) << 32,
                                     (uint64_t)FROM(U32, b, 0) | (uint64_t)FROM(U32, b, n - 4) << 32);
        for (size_t i = 0; i < n; i++)
                if (a[i] != b[i])
                        return a[i] - b[i];
        return 0;
}

/* Clang's name for memcmp(a, b, n) == 0. */
int bcmp(const void *a, const void *b, size_t n) { return memcmp(a, b, n); }

void *memchr(const void *p, int c, size_t n) {
        const char *s = p, *end = n > (size_t)-1 - (uintptr_t)p ? (const char *)(uintptr_t)-1 : s + n;
        if (n == 0)
                return NULL;
        return (void *)(n > 64 && has_avx2 ? find32 : find16)(s, (char)c, end);
}

/* Rabin and Karp's search, modulo the prime 2^61 - 1: what hostile text makes of memmem's first try, in time linear in n. */
static void *memmem_hashed(const char *s, size_t n, const char *w, size_t m) {
        const uint64_t prime = ((uint64_t)1 << 61) - 1, base = 0x1b873593c4ceb9f7u % prime;
        uint64_t want = 0, have = 0, power = 1;
        #define MUL(a, b) ((uint64_t)((unsigned __int128)(a) * (b) % prime))
        for (size_t i = 0; i < m; i++) {
                want = (MUL(want, base) + (uint8_t)w[i]) % prime;
                have = (MUL(have, base) + (uint8_t)s[i]) % prime;
                if (i)
                        power = MUL(power, base);
        }
        for (size_t i = 0;; i++) {
                if (have == want && memcmp(s + i, w, m) == 0)
                        return (void *)(s + i);
                if (i + m == n)
                        return NULL;
                have = (have + prime - MUL(power, (uint8_t)s[i])) % prime;
                have = (MUL(have, base) + (uint8_t)s[i + m]) % prime;
        }
        #undef MUL
}

/* Places where the first and the last byte fit are compared, as long as that costs little for each byte of text.
 * After: Mula, "SIMD-friendly algorithms for substring searching". */
void *memmem(const void *text, size_t n, const void *word, size_t m) {
        const char *s = text, *w = word;
        if (m == 0)
                return (void *)s;
        if (n < m)
                return NULL;
        if (m == 1)
                return memchr(s, *w, n);
        size_t last = n - m, i = 0, spent = 0;          /* last: the last place where it may begin */
        __m128i first_byte = _mm_set1_epi8(w[0]), last_byte = _mm_set1_epi8(w[m - 1]);
        for (; i + 16 <= last + 1; i += 16) {
                __m128i a = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(s + i)), first_byte);
                __m128i b = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(s + i + m - 1)), last_byte);
                for (unsigned k = (unsigned)_mm_movemask_epi8(_mm_and_si128(a, b)); k; k &= k - 1) {
                        const char *at = s + i + __builtin_ctz(k);
                        if (memcmp(at, w, m) == 0)
                                return (void *)at;
                        spent += m;
                }
                if (spent > 8 * i + 4096)
                        return memmem_hashed(s + i, n - i, w, m);
        }
        for (; i <= last; i++)
                if (s[i] == w[0] && s[i + m - 1] == w[m - 1] && memcmp(s + i, w, m) == 0)
                        return (void *)(s + i);
        return NULL;
}

/* ---- strings: names and environment only, so plainly -------------------------------------------------------------------------- */

size_t strlen(const char *s) {
        const char *p = s;
        while (*p)
                p++;
        return (size_t)(p - s);
}

int strncmp(const char *a, const char *b, size_t n) {
        for (; n; a++, b++, n--)
                if (*a != *b || !*a)
                        return (uint8_t)*a - (uint8_t)*b;
        return 0;
}

int strcmp(const char *a, const char *b) { return strncmp(a, b, (size_t)-1); }

char *strchr(const char *s, int c) {
        for (; *s != (char)c; s++)
                if (!*s)
                        return NULL;
        return (char *)s;
}
