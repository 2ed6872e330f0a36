/* pragma.c - directive comments: line directives change what positions are called, //go: ones wait for a declaration.
 *
 * After cmd/compile/internal/syntax/parser.go (updateBase) and noder (noder.go pragma, lex.go pragmaFlag).  Directives that
 * gc restricts to the standard library are restricted here unless `pragma_std` says that this is the standard library. */
#include "lex.h"
#include "unicode.h"

#include <stdlib.h>

bool pragma_all_std;
bool pragma_std;                /* the files being parsed belong to the standard library */

/* ---- line directives ---- */

/* The number behind the last ':' of text: *at is where it starts (0: there is no ':'). Returns whether it is one. */
static bool trailing_number(const char *text, size_t n, size_t *at, uint64_t *value)
{
        size_t i = n;
        while (i > 0 && text[i - 1] != ':')
                i--;
        *at = i;
        *value = 0;
        if (i == 0 || i == n)
                return false;
        for (; i < n; i++) {
                unsigned d = (unsigned char)text[i] - '0';
                if (d > 9 || *value > (UINT64_MAX - d) / 10)
                        return false;
                *value = *value * 10 + d;
        }
        return true;
}

enum { POS_MAX = 1 << 30 };

/* text: what follows "line ", at column tcol of pos's line; next: the position behind the comment. */
static void line_directive(Lexer *l, Pos pos, uint32_t tcol, Pos next, const char *text, size_t n)
{
        size_t i, i2;
        uint64_t line, col = 0, line2;
        bool ok = trailing_number(text, n, &i, &line), with_col = false;
        if (i == 0)
                return;
        pos.col = tcol + i < 4095 ? (uint32_t)(tcol + i) : 4095;
        if (!ok) {
                lex_error(l, pos, "invalid line number: %.*s", (int)(n - i), text + i);
                return;
        }
        if (trailing_number(text, i - 1, &i2, &line2)) {
                with_col = true;
                col = line;
                line = line2;
                if (col == 0 || col > POS_MAX) {
                        lex_error(l, pos, "invalid column number: %.*s", (int)(n - i), text + i);
                        return;
                }
                n = i - 1;
                i = i2;
                pos.col = tcol + i < 4095 ? (uint32_t)(tcol + i) : 4095;
        }
        if (line == 0 || line > POS_MAX) {
                lex_error(l, pos, "invalid line number: %.*s", (int)(n - i), text + i);
                return;
        }
        if (l->nsources < l->sources.n) {
                l->src = l->sources.at[l->nsources++];
                return;
        }
        Source s = *source_of((Pos){ .src = l->src });
        if (!(i == 1 && with_col))
                s.filename = arena_strdup(perm, text, i - 1);
        s.directive = true;
        s.phys_line = next.line;
        s.phys_col = next.col;
        s.rel_line = (uint32_t)line;
        s.rel_col = (uint32_t)col;
        l->src = source_add(&s);
        vec_push(perm, &l->sources, l->src);
        l->nsources++;
}

/* ---- //go: directives ---- */

static uint32_t verb_flags(const char *verb, size_t n)
{
        static const struct { const char *verb; uint32_t flags; } verbs[] = {
                { "go:build", PRAGMA_GOBUILD },
                { "go:noescape", PRAGMA_NOESCAPE },
                { "go:norace", PRAGMA_NORACE },
                { "go:nosplit", PRAGMA_NOSPLIT | PRAGMA_NOCHECKPTR },
                { "go:noinline", PRAGMA_NOINLINE },
                { "go:nocheckptr", PRAGMA_NOCHECKPTR },
                { "go:systemstack", PRAGMA_SYSTEMSTACK },
                { "go:nowritebarrier", PRAGMA_NOWRITEBARRIER },
                { "go:nowritebarrierrec", PRAGMA_NOWRITEBARRIERREC | PRAGMA_NOWRITEBARRIER },
                { "go:yeswritebarrierrec", PRAGMA_YESWRITEBARRIERREC },
                { "go:cgo_unsafe_args", PRAGMA_CGOUNSAFEARGS | PRAGMA_NOCHECKPTR },
                { "go:uintptrkeepalive", PRAGMA_UINTPTRKEEPALIVE },
                { "go:uintptrescapes", PRAGMA_UINTPTRESCAPES | PRAGMA_UINTPTRKEEPALIVE },
                { "go:registerparams", PRAGMA_REGISTERPARAMS },
                { "go:notinheap", PRAGMA_NOTINHEAP },
        };
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
                if (strlen(verbs[i].verb) == n && memcmp(verbs[i].verb, verb, n) == 0)
                        return verbs[i].flags;
        return 0;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool has_prefix(const char *s, size_t n, const char *prefix)
{
        return n >= strlen(prefix) && memcmp(s, prefix, strlen(prefix)) == 0;
}

static void linkname_directive(Lexer *l, Pos pos, const char *text, size_t n)
{
        struct { const char *s; size_t n; } f[4];
        int nf = 0;
        for (size_t i = 0; i < n && nf < 4;) {
                while (i < n && is_space(text[i]))
                        i++;
                size_t j = i;
                while (i < n && !is_space(text[i]))
                        i++;
                if (i > j) {
                        f[nf].s = text + j;
                        f[nf++].n = i - j;
                }
        }
        if (nf < 2 || nf > 3) {
                lex_error(l, pos, "usage: //go:linkname localname [linkname]");
                return;
        }
        Linkname *ln = arena_new(perm, Linkname);
        ln->pos = pos;
        ln->local = name_intern(f[1].s, f[1].n);
        ln->remote = nf == 3 ? arena_strdup(perm, f[2].s, f[2].n) : NULL;
        *l->linknames_end = ln;
        l->linknames_end = &ln->next;
}

/* The pattern in Go's quotes "..." at s, n bytes with the quotes; NULL if it is malformed. */
static const char *unquote(const char *s, size_t n)
{
        Str b = { 0 };
        str_put(&b, "", 0);
        bool ok = true;
        for (size_t i = 1; ok && i + 1 < n; i++) {
                if (s[i] != '\\') {
                        str_putc(&b, s[i]);
                        continue;
                }
                char c = s[++i];
                static const char named[] = "a\ab\bf\fn\nr\rt\tv\v\\\\\"\"";
                const char *p = named;
                while (*p && *p != c)
                        p += 2;
                if (*p) {
                        str_putc(&b, p[1]);
                        continue;
                }
                int nd = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : c >= '0' && c <= '7' ? 3 : 0, base = nd == 3 ? 8 : 16;
                char digits[9] = { 0 }, *e, u[4];
                size_t from = nd == 3 ? i : i + 1;
                if (!nd || from + (size_t)nd > n - 1) {
                        ok = false;
                        break;
                }
                memcpy(digits, s + from, (size_t)nd);
                unsigned long v = strtoul(digits, &e, base);
                ok = *e == '\0' && v <= (nd <= 3 ? 255u : 0x10ffffu);
                if (nd <= 3)
                        str_putc(&b, (char)v);
                else
                        str_put(&b, u, (size_t)rune_encode(u, (uint32_t)v));
                i = from + (size_t)nd - 1;
        }
        const char *r = ok ? arena_strdup(perm, b.s, b.n) : NULL;
        str_free(&b);
        return r;
}

/* The next pattern of a //go:embed comment's text *s .. end. Returns 1 with *pattern and *s behind it, 0 at the end,
 * -1 when *pattern, *npattern bytes, is no quoted string. */
int embed_pattern(const char **s, const char *end, const char **pattern, size_t *npattern)
{
        while (*s < end && is_space(**s))
                ++*s;
        while (end > *s && is_space(end[-1]))
                end--;
        if (*s == end)
                return 0;
        const char *e = *s + 1, *from = *s;
        *pattern = NULL;
        *npattern = (size_t)(end - *s);
        if (**s == '`') {
                while (e < end && *e != '`')
                        e++;
                if (e < end)
                        *pattern = arena_strdup(perm, *s + 1, (size_t)(e++ - *s - 1));
        } else if (**s == '"') {
                while (e < end && *e != '"')
                        e += *e == '\\' ? 2 : 1;
                if (e < end) {
                        e++;
                        *npattern = (size_t)(e - *s);
                        *pattern = unquote(*s, *npattern);
                }
        } else {
                while (e < end && !is_space(*e))
                        e++;
                *pattern = arena_strdup(perm, *s, (size_t)(e - *s));
        }
        if (*pattern && e < end && !is_space(*e)) {
                from = e;
                *npattern = (size_t)(end - e);
                *pattern = NULL;
        }
        *s = e;
        if (*pattern)
                return 1;
        *pattern = from;
        return -1;
}

static void embed_directive(Lexer *l, Pos pos, const char *text, size_t n)
{
        VEC(const char *) list = { 0 };
        const char *s = text, *pattern;
        size_t npattern;
        int more;
        while ((more = embed_pattern(&s, text + n, &pattern, &npattern)) > 0)
                vec_push(perm, &list, pattern);
        if (more < 0) {
                lex_error(l, pos, "invalid quoted string in //go:embed: %.*s", (int)npattern, pattern);
                list.n = 0;
        }
        if (!list.n) {
                lex_error(l, pos, "usage: //go:embed pattern...");
                return;
        }
        Embed *em = arena_new(perm, Embed);
        em->pos = pos;
        em->patterns = list.at;
        em->npatterns = (int)list.n;
        if (!l->pragma.embeds)
                l->pragma.embeds_end = &l->pragma.embeds;
        *l->pragma.embeds_end = em;
        l->pragma.embeds_end = &em->next;
}

static bool allowed_in_std(const char *verb, size_t n)
{
        return has_prefix(verb, n, "go:cgo_") || (n == 11 && has_prefix(verb, n, "go:generate"));
}

static void read_directive(Lexer *l, Pos pos, const char *text, size_t n)
{
        l->pragma.any = true;
        if (!l->blank) {
                lex_error(l, pos, "misplaced compiler directive");
                return;
        }
        if (has_prefix(text, n, "go:linkname ")) {
                linkname_directive(l, pos, text, n);
                return;
        }
        if (has_prefix(text, n, "go:embed ") || (n == 8 && has_prefix(text, n, "go:embed"))) {
                embed_directive(l, pos, text + 8, n - 8);
                return;
        }
        size_t nverb = 0;
        while (nverb < n && text[nverb] != ' ')
                nverb++;
        uint32_t flags = verb_flags(text, nverb);
        const uint32_t runtime_only = PRAGMA_SYSTEMSTACK | PRAGMA_NOWRITEBARRIER | PRAGMA_NOWRITEBARRIERREC | PRAGMA_YESWRITEBARRIERREC;
        if (!pragma_std) {
                if (has_prefix(text, n, "go:cgo_") && !has_prefix(text, n, "go:cgo_import_dynamic "))
                        lex_error(l, pos, "//%.*s only allowed in cgo-generated code", (int)n, text);
                if (flags & runtime_only)
                        lex_error(l, pos, "//%.*s only allowed in runtime", (int)nverb, text);
                if (flags == PRAGMA_UINTPTRKEEPALIVE)
                        lex_error(l, pos, "//%.*s is only allowed in the standard library", (int)nverb, text);
        } else if (!flags && !allowed_in_std(text, nverb)) {
                lex_error(l, pos, "//%.*s is not allowed in the standard library", (int)nverb, text);
        }
        l->pragma.flags |= flags;
        PragmaFlag f = { flags, pos };
        vec_push(perm, &l->pragma.seen, f);
}

static void go_directive(Lexer *l, Pos pos, const char *text, size_t n)
{
        bool failed = l->failed;
        l->failed = false;
        read_directive(l, pos, text, n);
        l->bad_directive |= l->failed;
        l->failed = failed;
}

/* A comment that starts with line or go:, at pos, n bytes from its slashes on. */
void lex_directive(Lexer *l, Pos pos, const char *text, size_t n)
{
        bool full = text[1] == '*';
        size_t ntext = full ? n - 4 : n - 2 - (text[n - 1] == '\r');
        if (text[2] == 'l') {
                if (!full && pos.col != 1)
                        return;
                Pos next = pos;
                if (full) {
                        next.col = pos.col + n < 4095 ? (uint32_t)(pos.col + n) : 4095;
                } else {
                        next.line++;
                        next.col = 1;
                }
                line_directive(l, pos, pos.col + 7u, next, text + 7, ntext - 5);
                return;
        }
        if (l->imports_only)
                return;
        pos.col = pos.col < 4093 ? pos.col + 2u : 4095;
        go_directive(l, pos, text + 2, ntext);
}

static void complain_misplaced(Lexer *l, uint32_t flags, bool embeds)
{
        for (uint32_t i = 0; i < l->pragma.seen.n; i++)
                if (l->pragma.seen.at[i].flags & flags)
                        lex_error(l, l->pragma.seen.at[i].pos, "misplaced compiler directive");
        for (Embed *e = embeds ? l->pragma.embeds : NULL; e; e = e->next)
                lex_error(l, e->pos, "misplaced go:embed directive");
}

void pragma_misplaced(Lexer *l)
{
        if (!l->pragma.any)
                return;
        bool failed = l->failed;
        l->failed = false;
        complain_misplaced(l, l->pragma.flags, true);
        l->bad_directive |= l->failed;
        l->failed = failed;
        l->pragma = (Pragma){ 0 };
}

void pragma_take(Lexer *l, Decl *d)
{
        if (!l->pragma.any)
                return;
        d->pragma = l->pragma.flags;
        d->embeds = l->pragma.embeds;
        d->pragmas = l->pragma.seen.at;
        d->npragmas = l->pragma.seen.n;
        l->pragma = (Pragma){ 0 };
}
