/* gomod.c - go.mod and go.work files: module path, requirements, replacements, modules of a workspace.
 *
 * A line is a list of words, its verb first; a block gives one verb to several lines.  The grammar and the texts of its
 * errors are golang.org/x/mod/modfile's (read.go, rule.go): syntax errors end the reading, others are collected. */
#include "loader.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_WORDS = 16 };

typedef struct ModReader {
        GoMod      *m;
        const char *file;               /* as messages call it */
        const char *s;                  /* what is to be read, NUL at the end of the text */
        const char *line_start;
        int         line;
        const char *words[MAX_WORDS];   /* of the line at hand, quotes kept */
        int         nwords, col;        /* col: where the first one stands */
        bool        main;               /* dependencies' files are read for module, go, require only */
        bool        work;               /* a go.work */
        bool        seen_go;
        Str         errors;             /* one a line */
        bool        stop;
} ModReader;

static void complain_at(ModReader *r, int col, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void complain_at(ModReader *r, int col, const char *fmt, ...) {
        str_printf(&r->errors, "%s%s:%d", r->errors.n ? "\n" : "", r->file, r->line);
        str_printf(&r->errors, col > 1 ? ":%d: " : ": ", col);
        va_list ap;
        va_start(ap, fmt);
        char text[4096];
        vsnprintf(text, sizeof text, fmt, ap);
        va_end(ap);
        str_puts(&r->errors, text);
}

#define complain(r, ...) complain_at((r), (r)->col, __VA_ARGS__)

/* The column, in runes, of a place in the line at hand. */
static int column(const ModReader *r, const char *at) {
        int col = 1;
        for (const char *p = r->line_start; p < at; p++)
                col += ((unsigned char)*p & 0xc0) != 0x80;
        return col;
}

static void syntax(ModReader *r, const char *text) {
        if (!r->stop)
                complain_at(r, column(r, r->s), "%s", text);
        r->stop = true;
}

/* ---- words ------------------------------------------------------------------------------------------------------------ */

static bool is_word_byte(char c) { return (unsigned char)c > ' ' && c != 0x7f && !strchr("()[]{},", c); }

static const char *quoted_end(ModReader *r) {
        const char *start = r->s, *p = start + 1;
        for (; *p != *start; p++) {
                if (*p == '\\' && *start != '`' && p[1] && p[1] != '\n')
                        p++;
                if (!*p) {
                        syntax(r, "unexpected EOF in string");
                        return p;
                }
                if (*p == '\n') {
                        r->s = p;
                        syntax(r, "unexpected newline in string");
                        return p;
                }
        }
        return p + 1;
}

/* The words up to the end of the line, which is consumed. A parenthesis is a word of its own. */
static void read_line(ModReader *r) {
        r->nwords = 0;
        for (;;) {
                while (*r->s == ' ' || *r->s == '\t' || *r->s == '\r')
                        r->s++;
                if (r->s[0] == '/' && r->s[1] == '/')
                        r->s += strcspn(r->s, "\n");
                if (r->stop || !*r->s || *r->s == '\n')
                        return;
                if (r->s[0] == '/' && r->s[1] == '*') {
                        syntax(r, "mod files must use // comments (not /* */ comments)");
                        return;
                }
                if (r->nwords == 0)
                        r->col = column(r, r->s);
                const char *e = r->s + 1;
                if (*r->s == '"' || *r->s == '`') {
                        e = quoted_end(r);
                } else if (is_word_byte(*r->s)) {
                        while (is_word_byte(*e) && !(e[0] == '/' && (e[1] == '/' || e[1] == '*')))
                                e++;
                } else if (!strchr("()[]{},", *r->s)) {
                        syntax(r, "unexpected input character");
                        return;
                }
                if (r->nwords < MAX_WORDS)
                        r->words[r->nwords++] = arena_strdup(perm, r->s, (size_t)(e - r->s));
                r->s = e;
        }
}

static void next_line(ModReader *r) {
        if (*r->s == '\n') {
                r->s++;
                r->line++;
                r->line_start = r->s;
        }
}

static const char *unquoted(const char *w) {
        size_t n = strlen(w);
        return n >= 2 && (*w == '"' || *w == '`') ? arena_strdup(perm, w + 1, n - 2) : w;
}

/* ---- what lines mean ---------------------------------------------------------------------------------------------------- */

static bool is_version(const char *v) {
        int dots = 0;
        if (*v != 'v' || !isdigit((unsigned char)v[1]))
                return false;
        for (v++; isdigit((unsigned char)*v) || (*v == '.' && isdigit((unsigned char)v[1])); v++)
                dots += *v == '.';
        return dots == 2 && (!*v || *v == '-' || *v == '+');
}

static bool is_go_version(const char *v) {
        size_t major = strspn(v, "0123456789");
        if (major == 0 || *v == '0' || v[major] != '.')
                return false;
        v += major + 1;
        size_t minor = strspn(v, "0123456789");
        return minor > 0 && !v[minor] && (minor == 1 || *v != '0');
}

static void *grow(void *p, int n, size_t elem) {
        if ((n & (n - 1)) != 0)
                return p;
        void *q = arena_alloc(perm, (size_t)(n ? n * 2 : 1) * elem);
        if (n)
                memcpy(q, p, (size_t)n * elem);
        return q;
}

static void apply_require(ModReader *r, const char *verb, const char **w, int n) {
        GoMod *m = r->m;
        if (n != 2) {
                complain(r, "usage: %s module/path v1.2.3", verb);
                return;
        }
        const char *path = unquoted(w[0]), *version = unquoted(w[1]);
        if (!is_version(version)) {
                complain(r, "%s %s: version \"%s\" invalid: must be of the form v1.2.3", verb, path, version);
                return;
        }
        if (strcmp(verb, "require") != 0)
                return;
        m->require = grow(m->require, m->nrequire, sizeof *m->require);
        m->require[m->nrequire++] = (ModVersion){ path, version };
}

static void apply_replace(ModReader *r, const char **w, int n) {
        GoMod *m = r->m;
        int arrow = n > 1 && strcmp(w[1], "=>") == 0 ? 1 : 2;
        if (n < arrow + 2 || n > arrow + 3 || strcmp(w[arrow], "=>") != 0) {
                complain(r, "usage: replace module/path [v1.2.3] => other/module v1.4\n\t or replace module/path [v1.2.3] => ../local/directory");
                return;
        }
        ModVersion from = { unquoted(w[0]), arrow == 2 ? unquoted(w[1]) : "" };
        ModVersion to = { unquoted(w[arrow + 1]), n == arrow + 3 ? unquoted(w[arrow + 2]) : "" };
        bool dir = to.path[0] == '/' || strncmp(to.path, "./", 2) == 0 || strncmp(to.path, "../", 3) == 0 || strcmp(to.path, ".") == 0 || strcmp(to.path, "..") == 0;
        if (*from.version && !is_version(from.version))
                complain(r, "replace %s: version \"%s\" invalid: must be of the form v1.2.3", from.path, from.version);
        else if (!*to.version && !dir)
                complain(r, "replacement module without version must be directory path (rooted or starting with ./ or ../)");
        else if (*to.version && dir)
                complain(r, "replacement module directory path \"%s\" cannot have version", to.path);
        m->replace = grow(m->replace, m->nreplace, sizeof *m->replace);
        m->replace[m->nreplace++] = (ModReplace){ from, to };
}

static void apply_use(ModReader *r, const char **w, int n) {
        GoMod *m = r->m;
        if (n != 1) {
                complain(r, "usage: use local/dir");
                return;
        }
        m->use = grow(m->use, m->nuse, sizeof *m->use);
        m->use[m->nuse++] = unquoted(w[0]);
}

static void apply(ModReader *r, const char *verb, const char **w, int n) {
        GoMod *m = r->m;
        if (r->work && strcmp(verb, "use") == 0) {
                apply_use(r, w, n);
        } else if (r->work && strcmp(verb, "go") != 0 && strcmp(verb, "replace") != 0) {
                complain(r, "unknown directive: %s", verb);
        } else if (strcmp(verb, "module") == 0) {
                if (m->path) {
                        complain(r, "repeated module statement");
                        return;
                }
                m->path = "";
                if (n != 1)
                        complain(r, "usage: module module/path");
                else
                        m->path = unquoted(w[0]);
        } else if (strcmp(verb, "go") == 0) {
                if (r->seen_go)
                        complain(r, "repeated go statement");
                else if (n != 1)
                        complain(r, "go directive expects exactly one argument");
                else if (!is_go_version(w[0]))
                        complain(r, "invalid go version '%s': must match format 1.23", w[0]);
                else
                        m->goversion = w[0];
                r->seen_go = true;
        } else if (strcmp(verb, "require") == 0) {
                apply_require(r, verb, w, n);
        } else if (!r->main || strcmp(verb, "retract") == 0) {
                return;                 /* which versions of this module not to use, and what only counts in the main module */
        } else if (strcmp(verb, "exclude") == 0) {
                apply_require(r, verb, w, n);
        } else if (strcmp(verb, "replace") == 0) {
                apply_replace(r, w, n);
        } else {
                complain(r, "unknown directive: %s", verb);
        }
}

static bool is_block_verb(const ModReader *r, const char *verb) {
        static const char *const verbs[] = { "module", "require", "exclude", "replace", "retract" };
        if (r->work)
                return strcmp(verb, "use") == 0 || strcmp(verb, "replace") == 0;
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
                if (strcmp(verb, verbs[i]) == 0)
                        return true;
        return false;
}

/* The lines of a block, up to and including the one that closes it. */
static void read_block(ModReader *r, const char *verb) {
        int line = r->line, col = r->col;
        for (next_line(r); ; next_line(r)) {
                read_line(r);
                if (r->stop)
                        return;
                if (r->nwords && strcmp(r->words[0], ")") == 0) {
                        if (r->nwords > 1)
                                syntax(r, "syntax error (expected newline after closing paren)");
                        return;
                }
                if (r->nwords)
                        apply(r, verb, r->words, r->nwords);
                if (!*r->s) {
                        syntax(r, arena_printf(perm, "syntax error (unterminated block started at %s:%d:%d)", r->file, line, col));
                        return;
                }
        }
}

static void read_file(ModReader *r) {
        for (r->line = 1, r->line_start = r->s; *r->s && !r->stop; next_line(r)) {
                read_line(r);
                if (!r->nwords || r->stop)
                        continue;
                const char *verb = r->words[0];
                if (r->nwords < 2 || strcmp(r->words[r->nwords - 1], "(") != 0) {
                        apply(r, verb, r->words + 1, r->nwords - 1);
                } else if (r->nwords == 2 && is_block_verb(r, verb)) {
                        read_block(r, verb);
                } else {
                        Str kind = { 0 };
                        for (int i = 0; i + 1 < r->nwords; i++)
                                str_printf(&kind, "%s%s", i ? " " : "", r->words[i]);
                        if (r->main)
                                complain(r, "unknown block type: %s", kind.s);
                        str_free(&kind);
                        bool work = r->work, main = r->main;
                        r->main = r->work = false;      /* what stands in it means nothing */
                        read_block(r, "retract");
                        r->work = work;
                        r->main = main;
                }
        }
}

GoMod *gomod_parse(const char *text, const char *file, bool main, const char **errors) {
        ModReader r = { .m = arena_new(perm, GoMod), .file = file, .s = text, .main = main };
        r.m->goversion = "";
        read_file(&r);
        *errors = r.errors.n ? arena_strdup(perm, r.errors.s, r.errors.n) : NULL;
        str_free(&r.errors);
        return *errors ? NULL : r.m;
}

GoMod *gomod_read(const char *dir, bool main) {
        const char *file = arena_printf(perm, "%s/go.mod", strcmp(dir, "/") == 0 ? "" : dir), *errors;
        size_t len;
        char *text = file_read(file, &len);
        if (!text) {
                fprintf(stderr, "go: open %s: %s\n", file, go_strerror(errno));
                return NULL;
        }
        GoMod *m = gomod_parse(arena_strdup(perm, text, strlen(text)), file, main, &errors);
        free(text);
        if (!m) {
                fprintf(stderr, "go: errors parsing %s:\n%s\n", path_short(file), errors);
                return NULL;
        }
        if (main && (!m->path || !*m->path)) {
                fprintf(stderr, "go: no module declaration in go.mod. To specify the module path:\n\tgo mod edit -module=example.com/mod\n");
                return NULL;
        }
        m->dir = dir;
        return m;
}

GoMod *gowork_read(const char *file) {
        size_t len;
        char *text = file_read(file, &len);
        if (!text) {
                fprintf(stderr, "reading go.work: open %s: %s\n", file, go_strerror(errno));
                return NULL;
        }
        ModReader r = { .m = arena_new(perm, GoMod), .file = file, .s = text, .main = true, .work = true };
        r.m->goversion = "";
        r.m->dir = dir_of(file);
        read_file(&r);
        free(text);
        if (r.errors.n)
                fprintf(stderr, "reading go.work: %s\n", r.errors.s);
        bool ok = r.errors.n == 0;
        str_free(&r.errors);
        return ok ? r.m : NULL;
}

const char *gomod_find(const char *dir) {
        char *d = arena_strdup(perm, dir, strlen(dir));
        for (;;) {
                if (is_file(arena_printf(perm, "%s/go.mod", strcmp(d, "/") == 0 ? "" : d)))
                        return d;
                char *slash = strrchr(d, '/');
                if (!slash || d[1] == 0)
                        return NULL;
                if (slash == d)
                        slash++;
                *slash = 0;
        }
}
