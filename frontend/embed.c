/* embed.c - //go:embed: which patterns a package's files have, and which files these match.
 *
 * The loader resolves patterns before anything is compiled, as `go build` does: a pattern that matches nothing is an error
 * of loading, and the contents of the files belong to the package's key.  Which variable a comment belongs to, and whether
 * it may, is the parser's and the checker's business.  After cmd/go/internal/load (resolveEmbed), go/build (read.go),
 * path.Match and golang.org/x/mod/module (CheckFilePath). */
#include "loader.h"
#include "lex.h"

#include <ctype.h>
#include <stdlib.h>
#include <sys/stat.h>

/* ---- comments ----------------------------------------------------------------------------------------------------------- */

typedef struct Directive { const char *pattern; const char *file; int line, col; } Directive;
typedef VEC(Directive) DirectiveVec;

static void read_directive(DirectiveVec *out, const SourceFile *f, int line, const char *line_start, const char *s, const char *end) {
        uint32_t before = out->n;
        const char *pattern;
        size_t n;
        int more;
        for (;;) {
                while (s < end && isspace((unsigned char)*s))
                        s++;
                int col = 1;
                for (const char *p = line_start; p < s; p++)
                        col += ((unsigned char)*p & 0xc0) != 0x80;
                more = embed_pattern(&s, end, &pattern, &n);
                if (more <= 0)
                        break;
                vec_push(perm, out, ((Directive){ pattern, f->path, line, col }));
        }
        if (more < 0)                   /* the lexer reports it */
                out->n = before;
}

/* The //go:embed comments that stand alone on lines after `after`, outside of literals and other comments. */
static void find_directives(DirectiveVec *out, const SourceFile *f, int after) {
        const char *s = f->text, *end = f->text + f->len, *line_start = s;
        bool blank = true;              /* nothing but blanks since line_start */
        for (int line = 1; s < end; ) {
                char c = *s;
                if (c == '\n') {
                        line++;
                        line_start = ++s;
                        blank = true;
                } else if (c == '/' && s + 1 < end && s[1] == '/') {
                        const char *eol = memchr(s, '\n', (size_t)(end - s));
                        if (!eol)
                                eol = end;
                        if (blank && line > after && eol - s > 10 && memcmp(s, "//go:embed", 10) == 0 && (s[10] == ' ' || s[10] == '\t'))
                                read_directive(out, f, line, line_start, s + 10, eol);
                        s = eol;
                } else if ((c == '/' && s + 1 < end && s[1] == '*') || c == '`') {
                        const char *close = c == '`' ? memchr(s + 1, '`', (size_t)(end - s - 1)) : memmem(s + 2, (size_t)(end - s - 2), "*/", 2);
                        const char *stop = close ? close + (c == '`' ? 1 : 2) : end;
                        for (; s < stop; s++)
                                if (*s == '\n') {
                                        line++;
                                        line_start = s + 1;
                                }
                        blank = false;
                } else if (c == '"' || c == '\'') {
                        for (s++; s < end && *s != c && *s != '\n'; s++)
                                if (*s == '\\' && s + 1 < end && s[1] != '\n')
                                        s++;
                        s += s < end && *s == c;
                        blank = false;
                } else {
                        blank &= c == ' ' || c == '\t' || c == '\r';
                        s++;
                }
        }
}

/* ---- patterns ----------------------------------------------------------------------------------------------------------- */

static const char *next_rune(const char *s) {
        for (s++; ((unsigned char)*s & 0xc0) == 0x80; s++)
                ;
        return s;
}

static int cmp_runes(const char *a, const char *b) {    /* UTF-8 sorts as its runes do */
        size_t n = (size_t)(next_rune(a) - a), k = (size_t)(next_rune(b) - b);
        int c = memcmp(a, b, n < k ? n : k);
        return c ? c : (n > k) - (n < k);
}

/* One character class at *p behind its [; true when it holds of the rune at s. *bad: malformed. */
static bool match_class(const char **p, const char *s, bool *bad) {
        bool negated = **p == '^', found = false, any = false;
        const char *q = *p + negated;
        while (*q != ']' || !any) {
                const char *lo, *hi;
                if (*q == '\\')
                        q++;
                if (!*q || (*q == '-' && q[-1] != '\\') || (*q == ']' && q[-1] != '\\')) {
                        *bad = true;
                        return false;
                }
                lo = hi = q;
                q = next_rune(q);
                if (*q == '-') {
                        q += q[1] == '\\' ? 2 : 1;
                        if (!*q || (*q == ']' && q[-1] != '\\')) {
                                *bad = true;
                                return false;
                        }
                        hi = q;
                        q = next_rune(q);
                }
                any = true;
                found |= s && *s && cmp_runes(lo, s) <= 0 && cmp_runes(s, hi) <= 0;
                if (!*q) {
                        *bad = true;
                        return false;
                }
        }
        *p = q + 1;
        return s && *s && found != negated;
}

/* Takes one item off a pattern, which is not at its end; true when it matches the rune at s (NULL: none). */
static bool match_item(const char **p, const char *s, bool *bad) {
        if (**p == '[') {
                ++*p;
                return match_class(p, s, bad);
        }
        if (**p == '?') {
                ++*p;
                return s && *s;
        }
        if (**p == '\\' && !*++*p) {
                *bad = true;
                return false;
        }
        const char *q = *p;
        *p = next_rune(q);
        return s && *s && cmp_runes(q, s) == 0;
}

static bool elem_valid(const char *p) {
        bool bad = false;
        while (*p && !bad)
                if (*p == '*')
                        p++;
                else
                        match_item(&p, NULL, &bad);
        return !bad;
}

/* path.Match on one element of a valid pattern: where an item fails, the last * takes one more rune. */
static bool match_elem(const char *p, const char *s) {
        const char *star = NULL, *star_s = NULL;
        bool bad = false;
        while (*p || *s) {
                if (*p == '*') {
                        star = ++p;
                        star_s = s;
                } else if (*p && match_item(&p, s, &bad)) {
                        s = next_rune(s);
                } else if (star && *star_s) {
                        p = star;
                        s = star_s = next_rune(star_s);
                } else {
                        return false;
                }
        }
        return true;
}

bool embed_pattern_valid(const char *glob) {
        for (const char *p = glob; ; ) {
                size_t n = strcspn(p, "/");
                if (n == 0 || (n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
                        return false;
                if (!elem_valid(arena_strdup(perm, p, n)))
                        return false;
                if (!p[n])
                        return true;
                p += n + 1;
        }
}

/* ---- files -------------------------------------------------------------------------------------------------------------- */

/* Would a file of this name be left out when its module is packed? */
static bool bad_name(const char *s) {
        static const char *const windows[] = { "CON", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "NUL", "PRN", "AUX",
                "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", NULL };
        static const char *const vcs[] = { ".bzr", ".hg", ".git", ".svn", NULL };
        size_t n = strlen(s), stem = strcspn(s, ".");
        if (n == 0 || strspn(s, ".") == n || s[n - 1] == '.')
                return true;
        for (const char *p = s; *p; p++)
                if ((unsigned char)*p < 0x80 && !isalnum((unsigned char)*p) && !strchr("!#$%&()+,-.=@[]^_{}~ ", *p))
                        return true;
        for (int i = 0; windows[i]; i++)
                if (strlen(windows[i]) == stem && strncasecmp(windows[i], s, stem) == 0)
                        return true;
        for (int i = 0; vcs[i]; i++)
                if (strcmp(s, vcs[i]) == 0)
                        return true;
        return false;
}

typedef VEC(EmbedFile) EmbedVec;

static void add_file(EmbedVec *v, const char *dir, const char *rel) {
        for (uint32_t i = 0; i < v->n; i++)
                if (strcmp(v->at[i].path, rel) == 0)
                        return;
        vec_push(perm, v, ((EmbedFile){ rel, arena_printf(perm, "%s/%s", dir, rel), 0 }));
}

/* Everything below a directory but hidden files, odd names, irregular files and other modules. Returns how many there were. */
static int add_tree(EmbedVec *v, const char *dir, const char *rel, bool all) {
        const char *abs = arena_printf(perm, "%s/%s", dir, rel);
        int n, count = 0;
        if (is_file(arena_printf(perm, "%s/go.mod", abs)))
                return 0;
        const char **names = dir_names(abs, &n);
        for (int i = 0; i < n; i++) {
                const char *f = names[i], *sub = arena_printf(perm, "%s/%s", rel, f);
                struct stat st;
                if (bad_name(f) || (!all && (*f == '.' || *f == '_')) || lstat(arena_printf(perm, "%s/%s", dir, sub), &st) != 0)
                        continue;
                if (S_ISDIR(st.st_mode)) {
                        count += add_tree(v, dir, sub, all);
                } else if (S_ISREG(st.st_mode)) {
                        add_file(v, dir, sub);
                        count++;
                }
        }
        return count;
}

/* What stands in the way of embedding a match: another module, something that is no directory, a bad name. */
static const char *check_match(const char *dir, const char *rel, const char *what) {
        for (const char *d = rel; strcmp(d, ".") != 0; d = dir_of(d)) {
                struct stat st;
                const char *base = strrchr(d, '/') ? strrchr(d, '/') + 1 : d;
                if (is_file(arena_printf(perm, "%s/%s/go.mod", dir, d)))
                        return arena_printf(perm, "cannot embed %s %s: in different module", what, rel);
                if (d != rel && lstat(arena_printf(perm, "%s/%s", dir, d), &st) == 0 && !S_ISDIR(st.st_mode))
                        return arena_printf(perm, "cannot embed %s %s: in non-directory %s", what, rel, d);
                if (bad_name(base))
                        return arena_printf(perm, d == rel ? "cannot embed %s %s: invalid name %s" : "cannot embed %s %s: in invalid directory %s", what, rel, base);
        }
        return NULL;
}

static const char *add_match(EmbedVec *v, const char *dir, const char *rel, bool all) {
        struct stat st;
        if (lstat(arena_printf(perm, "%s/%s", dir, rel), &st) != 0)
                return NULL;
        const char *error = check_match(dir, rel, S_ISDIR(st.st_mode) ? "directory" : "file");
        if (error)
                return error;
        if (S_ISREG(st.st_mode))
                add_file(v, dir, rel);
        else if (!S_ISDIR(st.st_mode))
                return arena_printf(perm, "cannot embed irregular file %s", rel);
        else if (add_tree(v, dir, rel, all) == 0)
                return arena_printf(perm, "cannot embed directory %s: contains no embeddable files", rel);
        return NULL;
}

/* Expands `rest` of a pattern below dir/done, element by element. */
static const char *expand(EmbedVec *v, const char *dir, const char *done, const char *rest, bool all) {
        size_t k = strcspn(rest, "/");
        const char *elem = arena_strdup(perm, rest, k), *error = NULL;
        int n;
        const char **names = dir_names(*done ? arena_printf(perm, "%s/%s", dir, done) : dir, &n);
        for (int i = 0; i < n && !error; i++) {
                if (!match_elem(elem, names[i]))
                        continue;
                const char *rel = *done ? arena_printf(perm, "%s/%s", done, names[i]) : names[i];
                error = rest[k] ? expand(v, dir, rel, rest + k + 1, all) : add_match(v, dir, rel, all);
        }
        return error;
}

bool embed_pattern_matches(const char *glob, const char *path) {
        for (;;) {
                size_t n = strcspn(glob, "/"), k = strcspn(path, "/");
                if (!match_elem(arena_strdup(perm, glob, n), arena_strdup(perm, path, k)) || !glob[n] != !path[k])
                        return false;
                if (!glob[n])
                        return true;
                glob += n + 1;
                path += k + 1;
        }
}

static int cmp_files(const void *x, const void *y) { return strcmp(((const EmbedFile *)x)->path, ((const EmbedFile *)y)->path); }

static const char *resolve(EmbedPattern *p, const char *dir) {
        bool all = strncmp(p->pattern, "all:", 4) == 0;
        const char *glob = p->pattern + (all ? 4 : 0);
        if (!embed_pattern_valid(glob))
                return "invalid pattern syntax";
        EmbedVec v = { 0 };
        const char *error = expand(&v, dir, "", glob, all);
        if (error)
                return error;
        if (v.n == 0)
                return "no matching files found";
        qsort(v.at, v.n, sizeof *v.at, cmp_files);
        p->files = v.at;
        p->nfiles = (int)v.n;
        return NULL;
}

static int cmp_directives(const void *x, const void *y) { return strcmp(((const Directive *)x)->pattern, ((const Directive *)y)->pattern); }

const char *embed_scan(Build *b) {
        DirectiveVec found = { 0 };
        for (int i = 0; i < b->nfiles; i++) {
                const SourceFile *f = &b->files[i];
                bool imports = false;
                int last = 0;
                for (uint32_t k = 0; f->head && k < f->head->decls.n; k++) {
                        const Decl *d = f->head->decls.at[k];
                        if (d->kind == DC_IMPORT && d->import.path) {
                                imports |= strcmp(d->import.path->lit.text->s, "\"embed\"") == 0 || strcmp(d->import.path->lit.text->s, "`embed`") == 0;
                                last = (int)d->pos.line;
                        }
                }
                if (imports)
                        find_directives(&found, f, last);
        }
        if (found.n)
                qsort(found.at, found.n, sizeof *found.at, cmp_directives);
        VEC(EmbedPattern) patterns = { 0 };
        for (uint32_t i = 0; i < found.n; i++) {
                Directive *d = &found.at[i];
                if (i > 0 && strcmp(d[-1].pattern, d->pattern) == 0)
                        continue;
                EmbedPattern p = { .pattern = d->pattern };
                const char *error = resolve(&p, b->dir);
                if (error)
                        return arena_printf(perm, "%s:%d:%d: pattern %s: %s", path_short(d->file), d->line, d->col, d->pattern, error);
                vec_push(perm, &patterns, p);
        }
        b->embeds = patterns.at;
        b->nembeds = (int)patterns.n;
        return NULL;
}

int embed_files(const Package *pkg, const Embed *e, EmbedFile **out) {
        const Build *b = pkg->build;
        EmbedVec v = { 0 };
        for (; e; e = e->next)
                for (int i = 0; i < e->npatterns; i++)
                        for (int k = 0; b && k < b->nembeds; k++) {
                                const EmbedPattern *p = &b->embeds[k];
                                if (strcmp(p->pattern, e->patterns[i]) != 0)
                                        continue;
                                for (int j = 0; j < p->nfiles; j++) {
                                        bool have = false;
                                        for (uint32_t h = 0; h < v.n; h++)
                                                have |= strcmp(v.at[h].path, p->files[j].path) == 0;
                                        if (!have)
                                                vec_push(perm, &v, p->files[j]);
                                }
                        }
        *out = v.at;
        return (int)v.n;
}
