/* lex_literal.c - literals whose errors need words: numbers, strings with escapes, runes.
 * What each error says and where it points follows cmd/compile/internal/syntax/scanner.go. */
#include "lex.h"
#include "unicode.h"

static char lower(char c) { return (char)(c | 0x20); }
static bool is_decimal(char c) { return c >= '0' && c <= '9'; }
static bool is_hex(char c) { return is_decimal(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

static void finish(Lexer *l, const char *start, LitKind kind, bool ok)
{
        l->t.tok = TOK_LITERAL;
        l->t.kind = kind;
        l->t.bad = !ok;
        l->t.op = l->t.prec = 0;
        l->t.text = name_intern(start, (size_t)(l->cur - start));
        l->nlsemi = true;
}

static const char *base_name(int base)
{
        return base == 2 ? "binary" : base == 8 ? "octal" : base == 10 ? "decimal" : "hexadecimal";
}

/* ---- numbers ---- */

enum { SEEN_DIGIT = 1, SEEN_SEP = 2 };

/* Digits and separators; *invalid becomes the first digit that the base has not. */
static int scan_digits(Lexer *l, int base, const char **invalid)
{
        int seen = 0;
        for (;; l->cur++) {
                char c = *l->cur;
                if (c == '_') {
                        seen |= SEEN_SEP;
                } else if (base <= 10 ? is_decimal(c) : is_hex(c)) {
                        seen |= SEEN_DIGIT;
                        if (base <= 10 && c >= '0' + base && invalid && !*invalid)
                                *invalid = l->cur;
                } else {
                        return seen;
                }
        }
}

/* Where a '_' stands that has not a digit (or base prefix) before and a digit behind it; -1: nowhere. */
static int misplaced_separator(const char *x, int n)
{
        char prefix = ' ', d = '.';     /* d: '0' a digit, '_', '.' anything else */
        int i = 0;
        if (n >= 2 && x[0] == '0') {
                prefix = lower(x[1]);
                if (prefix == 'x' || prefix == 'o' || prefix == 'b') {
                        d = '0';
                        i = 2;
                }
        }
        for (; i < n; i++) {
                char before = d;
                d = x[i];
                if (d == '_') {
                        if (before != '0')
                                return i;
                } else if (is_decimal(d) || (prefix == 'x' && is_hex(d))) {
                        d = '0';
                } else {
                        if (before == '_')
                                return i - 1;
                        d = '.';
                }
        }
        return d == '_' ? n - 1 : -1;
}

/* Spec: Integer literals, Floating-point literals, Imaginary literals. */
void lex_number(Lexer *l, const char *start)
{
        bool ok = true, point = *start == '.';
        LitKind kind = LIT_INT;
        int base = 10, seen = 0;
        char prefix = 0;
        const char *invalid = NULL;
#define COMPLAIN(...) do { if (ok) lex_error(l, lex_pos(l, l->cur), __VA_ARGS__); ok = false; } while (0)

        l->cur = start + point;
        if (!point) {
                if (*l->cur == '0') {
                        l->cur++;
                        prefix = lower(*l->cur);
                        if (prefix == 'x' || prefix == 'o' || prefix == 'b') {
                                base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : 2;
                                l->cur++;
                        } else {
                                base = 8;
                                prefix = '0';
                                seen = SEEN_DIGIT;
                        }
                }
                seen |= scan_digits(l, base, &invalid);
                if (*l->cur == '.') {
                        if (prefix == 'o' || prefix == 'b')
                                COMPLAIN("invalid radix point in %s literal", base_name(base));
                        l->cur++;
                        point = true;
                }
        }
        if (point) {
                kind = LIT_FLOAT;
                seen |= scan_digits(l, base, &invalid);
        }
        if (!(seen & SEEN_DIGIT))
                COMPLAIN("%s literal has no digits", base_name(base));

        char e = lower(*l->cur);
        if (e == 'e' || e == 'p') {
                if (e == 'e' && prefix && prefix != '0')
                        COMPLAIN("'%c' exponent requires decimal mantissa", *l->cur);
                else if (e == 'p' && prefix != 'x')
                        COMPLAIN("'%c' exponent requires hexadecimal mantissa", *l->cur);
                l->cur++;
                kind = LIT_FLOAT;
                if (*l->cur == '+' || *l->cur == '-')
                        l->cur++;
                seen = scan_digits(l, 10, NULL) | (seen & SEEN_SEP);
                if (!(seen & SEEN_DIGIT))
                        COMPLAIN("exponent has no digits");
        } else if (prefix == 'x' && kind == LIT_FLOAT) {
                COMPLAIN("hexadecimal mantissa requires a 'p' exponent");
        }
        if (*l->cur == 'i') {
                kind = LIT_IMAG;
                l->cur++;
        }
#undef COMPLAIN
        if (kind == LIT_INT && invalid && ok) {
                lex_error(l, lex_pos(l, invalid), "invalid digit '%c' in %s literal", *invalid, base_name(base));
                ok = false;
        }
        int sep = (seen & SEEN_SEP) && ok ? misplaced_separator(start, (int)(l->cur - start)) : -1;
        if (sep >= 0) {
                lex_error(l, lex_pos(l, start + sep), "'_' must separate successive digits");
                ok = false;
        }
        finish(l, start, kind, ok);
}

/* ---- strings and runes ---- */

static bool at_end(const Lexer *l) { return *l->cur == '\0'; }

/* The rune at s as Go's %#U prints it: U+0040 '@', without the quoted part if it does not print. */
const char *rune_quoted(Arena *a, const char *s)
{
        int n;
        RuneClass k = rune_class(s, &n);
        uint32_t r = k == RUNE_INVALID ? 0xfffd : rune_decode(s, n);
        if (k == RUNE_OTHER || k == RUNE_INVALID)
                return arena_printf(a, "U+%04X", r);
        return arena_printf(a, "U+%04X '%.*s'", r, n, s);
}

/* The rune at s as Go's %q prints it. */
static const char *rune_literal(Arena *a, const char *s)
{
        static const char named[] = "\aa\bb\ff\nn\rr\tt\vv\\\\''";
        for (const char *p = named; *p; p += 2)
                if (*p == *s)
                        return arena_printf(a, "'\\%c'", p[1]);
        int n;
        RuneClass k = rune_class(s, &n);
        uint32_t r = k == RUNE_INVALID ? 0xfffd : rune_decode(s, n);
        if (k != RUNE_OTHER && k != RUNE_INVALID)
                return arena_printf(a, "'%.*s'", n, s);
        if (r < 0x80)
                return arena_printf(a, "'\\x%02x'", r);
        return r < 0x10000 ? arena_printf(a, "'\\u%04x'", r) : arena_printf(a, "'\\U%08x'", r);
}

static void skip_rune(Lexer *l)
{
        do
                l->cur++;
        while (((unsigned char)*l->cur & 0xc0) == 0x80);
}

/* Behind a backslash.  Returns false if the escape is wrong (reported). */
static bool scan_escape(Lexer *l, char quote)
{
        int ndigits;
        uint32_t base, max, x = 0;
        char c = *l->cur;
        if (c == quote && c) {
                l->cur++;
                return true;
        }
        switch (c) {
        case 'a': case 'b': case 'f': case 'n': case 'r': case 't': case 'v': case '\\':
                l->cur++;
                return true;
        case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
                ndigits = 3, base = 8, max = 255;
                break;
        case 'x':
                l->cur++;
                ndigits = 2, base = 16, max = 255;
                break;
        case 'u':
                l->cur++;
                ndigits = 4, base = 16, max = 0x10ffff;
                break;
        case 'U':
                l->cur++;
                ndigits = 8, base = 16, max = 0x10ffff;
                break;
        default:
                if (at_end(l))
                        return true;    /* the caller complains */
                lex_error(l, lex_pos(l, l->cur), "unknown escape");
                return false;
        }
        for (; ndigits; ndigits--, l->cur++) {
                if (at_end(l))
                        return true;
                c = *l->cur;
                uint32_t d = is_decimal(c) ? (uint32_t)(c - '0') : is_hex(c) ? (uint32_t)(lower(c) - 'a' + 10) : base;
                if (d >= base) {
                        lex_error(l, lex_pos(l, l->cur), "invalid character %s in %s escape", rune_literal(perm, l->cur),
                                  base_name((int)base));
                        return false;
                }
                x = x * base + d;
        }
        if (x > max && base == 8) {
                lex_error(l, lex_pos(l, l->cur), "octal escape value %u > 255", x);
                return false;
        }
        if (x > max || (x >= 0xd800 && x < 0xe000)) {
                lex_error(l, lex_pos(l, l->cur), "escape is invalid Unicode code point U+%04X", x);
                return false;
        }
        return true;
}

/* Spec: String literals, interpreted. */
void lex_string(Lexer *l, const char *start)
{
        bool ok = true;
        l->cur = start + 1;
        for (;;) {
                char c = *l->cur;
                if (c == '"') {
                        l->cur++;
                        break;
                }
                if (c == '\\') {
                        l->cur++;
                        ok &= scan_escape(l, '"');
                } else if (c == '\n') {
                        lex_error(l, lex_pos(l, l->cur), "newline in string");
                        ok = false;
                        break;
                } else if (at_end(l)) {
                        lex_error(l, lex_pos(l, start), "string not terminated");
                        ok = false;
                        break;
                } else {
                        l->cur++;
                }
        }
        finish(l, start, LIT_STRING, ok);
}

/* Spec: String literals, raw. */
void lex_raw_string(Lexer *l, const char *start)
{
        Pos pos = lex_pos(l, start);
        bool ok = true;
        for (l->cur = start + 1; *l->cur != '`'; l->cur++) {
                if (*l->cur == '\n') {
                        l->line++;
                        l->line_start = l->cur + 1;
                } else if (at_end(l)) {
                        lex_error(l, pos, "string not terminated");
                        ok = false;
                        break;
                }
        }
        if (ok)
                l->cur++;
        finish(l, start, LIT_STRING, ok);
}

/* Spec: Rune literals. */
void lex_rune(Lexer *l, const char *start)
{
        bool ok = true;
        l->cur = start + 1;
        for (int n = 0;; n++) {
                char c = *l->cur;
                if (c == '\'') {
                        if (ok && n == 0) {
                                lex_error(l, lex_pos(l, l->cur), "empty rune literal or unescaped '");
                                ok = false;
                        } else if (ok && n != 1) {
                                lex_error(l, lex_pos(l, start), "more than one character in rune literal");
                                ok = false;
                        }
                        l->cur++;
                        break;
                }
                if (c == '\\') {
                        l->cur++;
                        ok &= scan_escape(l, '\'');
                } else if (c == '\n') {
                        if (ok)
                                lex_error(l, lex_pos(l, l->cur), "newline in rune literal");
                        ok = false;
                        break;
                } else if (at_end(l)) {
                        if (ok)
                                lex_error(l, lex_pos(l, start), "rune literal not terminated");
                        ok = false;
                        break;
                } else {
                        skip_rune(l);
                }
        }
        finish(l, start, LIT_RUNE, ok);
}
