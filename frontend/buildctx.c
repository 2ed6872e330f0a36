/* buildctx.c - which files belong to a build: names and constraint lines.
 *
 * A file is in when the operating system and processor in its name, and its //go:build expression (or, without one,
 * every // +build line), hold.  After go/build (matchFile, goodOSArchFile) and go/build/constraint. */
#include "load.h"

#include <ctype.h>

static const char *const known_os[] = { "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl",
        "netbsd", "openbsd", "plan9", "solaris", "windows", "zos", NULL };
static const char *const known_arch[] = { "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64",
        "mips64le", "mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm", NULL };

static bool in_list(const char *const *list, const char *s, size_t n) {
        for (; *list; list++)
                if (strlen(*list) == n && memcmp(*list, s, n) == 0)
                        return true;
        return false;
}

static bool text_is(const char *want, const char *s, size_t n) { return strlen(want) == n && memcmp(want, s, n) == 0; }

static bool tag_holds(const BuildCtx *c, const char *s, size_t n) {
        if (text_is(c->goos, s, n) || text_is(c->goarch, s, n) || text_is("gc", s, n) || text_is("unix", s, n))
                return true;
        if (c->purego && (text_is("purego", s, n) || text_is("math_big_pure_go", s, n)))
                return true;
        for (int i = 0; i < c->ntags; i++)
                if (text_is(c->tags[i], s, n))
                        return true;
        if (n > 4 && memcmp(s, "go1.", 4) == 0) {       /* release tags go1.1 .. go1.19 */
                int v = 0;
                for (size_t i = 4; i < n; i++) {
                        if (!isdigit((unsigned char)s[i]) || v > 99)
                                return false;
                        v = v * 10 + (s[i] - '0');
                }
                return v >= 1 && v <= 19;
        }
        return false;
}

bool buildctx_match_name(const BuildCtx *c, const char *filename) {
        const char *end = strrchr(filename, '.');
        size_t n = end ? (size_t)(end - filename) : strlen(filename);
        const char *first = memchr(filename, '_', n);
        if (!first)
                return true;
        const char *parts[3];
        size_t lens[3];
        int np = 0;
        size_t stop = n;
        while (np < 3) {                /* the last elements, from the right; what stands before the first _ never counts */
                size_t i = stop;
                while (filename + i > first && filename[i - 1] != '_')
                        i--;
                if (filename + i <= first)
                        break;
                parts[np] = filename + i;
                lens[np++] = stop - i;
                stop = i - 1;
        }
        int k = 0;
        if (np > 0 && text_is("test", parts[0], lens[0]))
                k = 1;
        if (np >= k + 2 && in_list(known_os, parts[k + 1], lens[k + 1]) && in_list(known_arch, parts[k], lens[k]))
                return tag_holds(c, parts[k], lens[k]) && tag_holds(c, parts[k + 1], lens[k + 1]);
        if (np >= k + 1 && (in_list(known_os, parts[k], lens[k]) || in_list(known_arch, parts[k], lens[k])))
                return tag_holds(c, parts[k], lens[k]);
        return true;
}

/* //go:build expressions: or-expression of and-expressions of [!]tag or parentheses. */
typedef struct Cursor { const BuildCtx *c; const char *s, *end; const char *bad; int depth; } Cursor;

static bool fail(Cursor *p, const char *why) {
        if (!p->bad)
                p->bad = why;
        p->s = p->end;
        return false;
}

static void skip_blank(Cursor *p) { while (p->s < p->end && (*p->s == ' ' || *p->s == '\t')) p->s++; }

static bool is_tag_byte(char c) { return isalnum((unsigned char)c) || c == '_' || c == '.' || (unsigned char)c >= 0x80; }

/* The token at the cursor, for messages. */
static bool unexpected(Cursor *p) {
        if (p->s >= p->end)
                return fail(p, "unexpected end of expression");
        if (strchr("()!", *p->s))
                return fail(p, arena_printf(perm, "unexpected token %c", *p->s));
        if ((*p->s == '&' || *p->s == '|') && p->end - p->s > 1 && p->s[1] == *p->s)
                return fail(p, arena_printf(perm, "unexpected token %.2s", p->s));
        size_t n = 0;
        while (p->s + n < p->end && is_tag_byte(p->s[n]))
                n++;
        if (n)
                return fail(p, arena_printf(perm, "unexpected token %.*s", (int)n, p->s));
        return fail(p, arena_printf(perm, "invalid syntax at %c", *p->s));
}

static bool expr_or(Cursor *p);

static bool expr_not(Cursor *p) {
        skip_blank(p);
        if (++p->depth > 1000)
                return fail(p, "expression too deep");
        if (p->s < p->end && *p->s == '!') {
                p->s++;
                skip_blank(p);
                if (p->s < p->end && *p->s == '!')
                        return fail(p, "double negation not allowed");
                return !expr_not(p);
        }
        if (p->s < p->end && *p->s == '(') {
                p->s++;
                bool v = expr_or(p);
                skip_blank(p);
                if (p->bad || p->s >= p->end || *p->s != ')')
                        return fail(p, "missing close paren");
                p->s++;
                return v;
        }
        const char *start = p->s;
        while (p->s < p->end && is_tag_byte(*p->s))
                p->s++;
        return p->s == start ? unexpected(p) : tag_holds(p->c, start, (size_t)(p->s - start));
}

static bool expr_and(Cursor *p) {
        bool v = expr_not(p);
        for (;;) {
                skip_blank(p);
                if (p->end - p->s < 2 || p->s[0] != '&' || p->s[1] != '&')
                        return v;
                p->s += 2;
                v = expr_not(p) && v;
        }
}

static bool expr_or(Cursor *p) {
        bool v = expr_and(p);
        for (;;) {
                skip_blank(p);
                if (p->end - p->s < 2 || p->s[0] != '|' || p->s[1] != '|')
                        return v;
                p->s += 2;
                v = expr_and(p) || v;
        }
}

/* One // +build line: blank-separated alternatives of comma-separated terms. */
static bool plus_build(const BuildCtx *c, const char *s, const char *end) {
        while (s < end) {
                while (s < end && (*s == ' ' || *s == '\t'))
                        s++;
                if (s >= end)
                        break;
                bool all = true;
                while (s < end && *s != ' ' && *s != '\t') {
                        bool neg = *s == '!';
                        if (neg)
                                s++;
                        const char *start = s;
                        while (s < end && *s != ',' && *s != ' ' && *s != '\t')
                                s++;
                        if (tag_holds(c, start, (size_t)(s - start)) == neg)
                                all = false;
                        if (s < end && *s == ',')
                                s++;
                }
                if (all)
                        return true;
        }
        return false;
}

bool buildctx_match_text(const BuildCtx *c, const char *text, size_t len, const char **bad) {
        *bad = NULL;
        const char *s = text, *end = text + len;
        const char *gobuild = NULL, *gobuild_end = NULL;
        bool plus_ok = true, plus_pending = true, has_plus = false;
        if (len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
                s += 3;
        /* The header: blank lines and comments before the package clause; +build lines count only if a blank line follows them. */
        while (s < end) {
                const char *nl = memchr(s, '\n', (size_t)(end - s));
                const char *eol = nl ? nl : end, *p = s;
                while (p < eol && isspace((unsigned char)*p))
                        p++;
                const char *q = eol;
                while (q > p && isspace((unsigned char)q[-1]))
                        q--;
                if (p == q) {
                        if (has_plus && !plus_pending)
                                plus_ok = false;
                        has_plus = false;
                        plus_pending = true;
                } else if (q - p >= 2 && p[0] == '/' && p[1] == '/') {
                        if (q - p > 11 && memcmp(p, "//go:build", 10) == 0 && (p[10] == ' ' || p[10] == '\t')) {
                                if (gobuild) {
                                        *bad = "multiple //go:build comments";
                                        return false;
                                }
                                gobuild = p + 10;
                                gobuild_end = q;
                        }
                        const char *r = p + 2;
                        while (r < q && (*r == ' ' || *r == '\t'))
                                r++;
                        if (q - r >= 6 && memcmp(r, "+build", 6) == 0 && (r + 6 == q || r[6] == ' ' || r[6] == '\t')) {
                                has_plus = true;
                                if (!plus_build(c, r + 6, q))
                                        plus_pending = false;
                        }
                } else if (q - p >= 2 && p[0] == '/' && p[1] == '*') {
                        const char *close = memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
                        if (!close)
                                break;
                        s = close + 2;
                        continue;
                } else {
                        break;
                }
                s = nl ? nl + 1 : end;
        }
        if (gobuild) {
                Cursor cur = { c, gobuild, gobuild_end, NULL, 0 };
                bool v = expr_or(&cur);
                if (cur.s < cur.end)
                        unexpected(&cur);
                if (cur.bad)
                        *bad = arena_printf(perm, "parsing //go:build line: %s", cur.bad);
                return v && !cur.bad;
        }
        return plus_ok;
}
