/* unicode.re - rune classes, as an automaton over UTF-8 that re2c makes from the Unicode categories.
 * Invalid encodings (overlong, surrogates, beyond U+10FFFF) match no category and fall to the default rule. */
#include "unicode.h"

/*!include:re2c "unicode_categories.re" */

RuneClass rune_class(const char *s, int *n)
{
        const unsigned char *p = (const unsigned char *)s, *m;
        RuneClass c;
        /*!re2c
        re2c:flags:8 = 1;
        re2c:define:YYCTYPE = "unsigned char";
        re2c:define:YYCURSOR = p;
        re2c:define:YYMARKER = m;
        re2c:yyfill:enable = 0;

        Lu                      { c = RUNE_UPPER; goto done; }
        Ll | Lt | Lm | Lo       { c = RUNE_LETTER; goto done; }
        Nd                      { c = RUNE_DIGIT; goto done; }
        M | Nl | No | P | S | " " { c = RUNE_PRINT; goto done; }
        Z | Cc | Cf | Co | Cn   { c = RUNE_OTHER; goto done; }
        *                       { c = RUNE_INVALID; goto done; }
        */
done:
        *n = (int)(p - (const unsigned char *)s);
        return c;
}

uint32_t rune_decode(const char *s, int n)
{
        const unsigned char *p = (const unsigned char *)s;
        switch (n) {
        case 1: return p[0];
        case 2: return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
        case 3: return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
        default: return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
        }
}

int rune_encode(char out[4], uint32_t r)
{
        if (r < 0x80) {
                out[0] = (char)r;
                return 1;
        }
        if (r < 0x800) {
                out[0] = (char)(0xc0 | r >> 6);
                out[1] = (char)(0x80 | (r & 0x3f));
                return 2;
        }
        if (r < 0x10000) {
                out[0] = (char)(0xe0 | r >> 12);
                out[1] = (char)(0x80 | (r >> 6 & 0x3f));
                out[2] = (char)(0x80 | (r & 0x3f));
                return 3;
        }
        out[0] = (char)(0xf0 | r >> 18);
        out[1] = (char)(0x80 | (r >> 12 & 0x3f));
        out[2] = (char)(0x80 | (r >> 6 & 0x3f));
        out[3] = (char)(0x80 | (r & 0x3f));
        return 4;
}
