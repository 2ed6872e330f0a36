/* hooks_bytealg.c - internal/bytealg's searches, by the C library's vector code. */
#include "lang.h"

static inline Int find_byte(const void *p, Int n, uint8_t c) {
        const char *at = n > 0 ? memchr(p, c, (size_t)n) : NULL;
        return at ? at - (const char *)p : -1;
}

static inline Int find_bytes(const void *p, Int n, const void *q, Int m) {
        const char *at = memmem(p, (size_t)n, q, (size_t)m);
        return at ? at - (const char *)p : -1;
}

static inline Int count_byte(const uint8_t *p, Int n, uint8_t c) {
        Int count = 0;
        while (n >= 128) {              /* groups that fit a byte's counter let the compiler use vectors */
                uint8_t part = 0;
                for (int i = 0; i < 128; i++)
                        part += p[i] == c;
                count += part;
                p += 128;
                n -= 128;
        }
        for (; n > 0; n--)
                count += *p++ == c;
        return count;
}

Int internal_bytealg$IndexByte(const uint8_t *p, Int n, Int cap, uint8_t c) { (void)cap; return find_byte(p, n, c); }
Int internal_bytealg$IndexByteString(GoString s, uint8_t c) { return find_byte(s.p, s.n, c); }
Int internal_bytealg$Count(const uint8_t *p, Int n, Int cap, uint8_t c) { (void)cap; return count_byte(p, n, c); }
Int internal_bytealg$CountString(GoString s, uint8_t c) { return count_byte(s.p, s.n, c); }
Int internal_bytealg$IndexString(GoString a, GoString b) { return find_bytes(a.p, a.n, b.p, b.n); }

Int internal_bytealg$Index(const uint8_t *a, Int an, Int acap, const uint8_t *b, Int bn, Int bcap) {
        (void)acap;
        (void)bcap;
        return find_bytes(a, an, b, bn);
}

Int internal_bytealg$Compare(const uint8_t *a, Int an, Int acap, const uint8_t *b, Int bn, Int bcap) {
        (void)acap;
        (void)bcap;
        return rt_cmpstring((GoString){ a, an }, (GoString){ b, bn });
}

Bool runtime$memequal(const void *a, const void *b, Uintptr n) { return memcmp(a, b, n) == 0; }
