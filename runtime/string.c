/* string.c - strings: concatenation, conversions from and to bytes and runes, comparison.
 *
 * A `buf` argument is stack room for a result that does not escape; results that fit are put there.  A string
 * that shares stack bytes must not outlive the frame, so concatenation returns a lone operand itself only
 * when that is safe.  Behaviour follows Go's runtime/string.go and runtime/utf8.go. */
#include "lang.h"

static const uint8_t byte_strings[256] = {
#define B4(n) n, n + 1, n + 2, n + 3
#define B16(n) B4(n), B4(n + 4), B4(n + 8), B4(n + 12)
#define B64(n) B16(n), B16(n + 16), B16(n + 32), B16(n + 48)
        B64(0), B64(64), B64(128), B64(192)
};

static inline uint8_t *raw_bytes(Int n) { return rt_mallocgc((Uintptr)n, NULL, 0); }

GoSlice rt_rawbyteslice(Int n) {
        Uintptr cap = rt_roundupsize((Uintptr)n);
        uint8_t *p = rt_mallocgc(cap, NULL, 0);
        memset(p + n, 0, cap - (Uintptr)n);
        return (GoSlice){ p, n, (Int)cap };
}

GoString rt_gostring(const char *s) {
        Int n = (Int)strlen(s);
        if (n == 0)
                return (GoString){ NULL, 0 };
        uint8_t *p = raw_bytes(n);
        memcpy(p, s, (size_t)n);
        return (GoString){ p, n };
}

/* ---- concatenation ----------------------------------------------------------------------------------------- */

GoString rt_concatstrings(uint8_t *buf, const GoString *a, Int n) {
        Int total = 0, count = 0, last = 0;
        for (Int i = 0; i < n; i++) {
                if (a[i].n == 0)
                        continue;
                if (__builtin_add_overflow(total, a[i].n, &total))
                        rt_throw("string concatenation too long");
                count++;
                last = i;
        }
        if (count == 0)
                return (GoString){ NULL, 0 };
        if (count == 1 && (buf || !rt_on_stack(getg(), (uintptr_t)a[last].p)))
                return a[last];
        uint8_t *p = buf && total <= RT_TMPBUF ? buf : raw_bytes(total), *q = p;
        for (Int i = 0; i < n; i++) {
                memcpy(q, a[i].p, (size_t)a[i].n);
                q += a[i].n;
        }
        return (GoString){ p, total };
}

GoString rt_concat2(uint8_t *buf, GoString a, GoString b) {
        GoString both[2] = { a, b };
        return rt_concatstrings(buf, both, 2);
}

/* ---- bytes -------------------------------------------------------------------------------------------------- */

GoString rt_slicebytetostring(uint8_t *buf, const uint8_t *p, Int n) {
        if (n == 0)
                return (GoString){ NULL, 0 };
        if (n == 1)
                return (GoString){ &byte_strings[*p], 1 };
        uint8_t *q = buf && n <= RT_TMPBUF ? buf : raw_bytes(n);
        memcpy(q, p, (size_t)n);
        return (GoString){ q, n };
}

GoString rt_slicebytetostringtmp(const uint8_t *p, Int n) { return (GoString){ p, n }; }

GoSlice rt_stringtoslicebyte(uint8_t *buf, GoString s) {
        GoSlice b = buf && s.n <= RT_TMPBUF ? (GoSlice){ buf, s.n, RT_TMPBUF } : rt_rawbyteslice(s.n);
        if (b.p == buf)
                memset(buf, 0, RT_TMPBUF);
        memcpy(b.p, s.p, (size_t)s.n);
        return b;
}

/* ---- runes --------------------------------------------------------------------------------------------------- */

enum { RUNE_ERROR = 0xfffd, RUNE_MAX = 0x10ffff };

static Int rune_encode(uint8_t *p, int32_t rune) {
        uint32_t r = (uint32_t)rune;
        if (r > RUNE_MAX || (r >= 0xd800 && r <= 0xdfff))
                r = RUNE_ERROR;
        if (r < 0x80) {
                p[0] = (uint8_t)r;
                return 1;
        }
        if (r < 0x800) {
                p[0] = (uint8_t)(0xc0 | r >> 6);
                p[1] = (uint8_t)(0x80 | (r & 0x3f));
                return 2;
        }
        if (r < 0x10000) {
                p[0] = (uint8_t)(0xe0 | r >> 12);
                p[1] = (uint8_t)(0x80 | (r >> 6 & 0x3f));
                p[2] = (uint8_t)(0x80 | (r & 0x3f));
                return 3;
        }
        p[0] = (uint8_t)(0xf0 | r >> 18);
        p[1] = (uint8_t)(0x80 | (r >> 12 & 0x3f));
        p[2] = (uint8_t)(0x80 | (r >> 6 & 0x3f));
        p[3] = (uint8_t)(0x80 | (r & 0x3f));
        return 4;
}

static inline Bool is_cont(uint8_t b) { return (b & 0xc0) == 0x80; }

/* The rune that starts at s[k]; a byte that starts none is U+FFFD of width 1. */
int32_t rt_decoderune(GoString s, Int k, Int *next) {
        const uint8_t *p = s.p + k;
        Int left = s.n - k;
        uint32_t c = p[0];
        if (c < 0x80) {
                *next = k + 1;
                return (int32_t)c;
        }
        if (c >= 0xc2 && c <= 0xdf && left > 1 && is_cont(p[1])) {
                *next = k + 2;
                return (int32_t)((c & 0x1f) << 6 | (p[1] & 0x3fu));
        }
        if ((c & 0xf0) == 0xe0 && left > 2 && is_cont(p[1]) && is_cont(p[2])) {
                uint32_t r = (c & 0xf) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
                if (r >= 0x800 && (r < 0xd800 || r > 0xdfff)) {
                        *next = k + 3;
                        return (int32_t)r;
                }
        }
        if ((c & 0xf8) == 0xf0 && left > 3 && is_cont(p[1]) && is_cont(p[2]) && is_cont(p[3])) {
                uint32_t r = (c & 7) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
                if (r >= 0x10000 && r <= RUNE_MAX) {
                        *next = k + 4;
                        return (int32_t)r;
                }
        }
        *next = k + 1;
        return RUNE_ERROR;
}

Int rt_countrunes(GoString s) {
        Int n = 0;
        for (Int i = 0; i < s.n; n++) {
                if (s.p[i] < 0x80)
                        i++;
                else
                        rt_decoderune(s, i, &i);
        }
        return n;
}

GoString rt_slicerunetostring(uint8_t *buf, const int32_t *p, Int n) {
        Int total = 0;
        uint8_t tmp[4];
        for (Int i = 0; i < n; i++)
                total += rune_encode(tmp, p[i]);
        if (total == 0)
                return (GoString){ NULL, 0 };
        uint8_t *q = buf && total + 3 <= RT_TMPBUF ? buf : raw_bytes(total);
        Int k = 0;
        for (Int i = 0; i < n && k < total; i++) {
                Int w = rune_encode(tmp, p[i]);
                if (k + w > total)
                        break;          /* another goroutine changed the slice */
                memcpy(q + k, tmp, (size_t)w);
                k += w;
        }
        return (GoString){ q, k };
}

GoString rt_intstring(uint8_t *buf4, int64_t v) {
        uint8_t tmp[4], *q;
        Int n = rune_encode(tmp, v == (int32_t)v ? (int32_t)v : RUNE_ERROR);
        if (n == 1)
                return (GoString){ &byte_strings[tmp[0]], 1 };
        q = buf4 ? buf4 : raw_bytes(n);
        memcpy(q, tmp, (size_t)n);
        return (GoString){ q, n };
}

GoSlice rt_stringtoslicerune(int32_t *buf32, GoString s) {
        Int n = rt_countrunes(s);
        GoSlice a;
        if (buf32 && n <= RT_TMPBUF) {
                memset(buf32, 0, RT_TMPBUF * sizeof *buf32);
                a = (GoSlice){ buf32, n, RT_TMPBUF };
        } else {
                if ((Uintptr)n > ((Uintptr)1 << 48) / 4)
                        rt_throw("out of memory");
                Uintptr mem = rt_roundupsize((Uintptr)n * 4);
                a = (GoSlice){ rt_mallocgc(mem, NULL, 0), n, (Int)(mem / 4) };
                memset((int32_t *)a.p + n, 0, mem - (Uintptr)n * 4);
        }
        for (Int i = 0, k = 0; i < s.n && k < n; k++)
                ((int32_t *)a.p)[k] = rt_decoderune(s, i, &i);
        return a;
}

/* ---- order ----------------------------------------------------------------------------------------------------- */

Int rt_cmpstring(GoString a, GoString b) {
        Int n = a.n < b.n ? a.n : b.n;
        int c = n ? memcmp(a.p, b.p, (size_t)n) : 0;
        return c ? (c < 0 ? -1 : 1) : (a.n > b.n) - (a.n < b.n);
}
