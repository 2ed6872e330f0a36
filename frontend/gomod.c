/* gomod.c - go.mod files: module path, requirements, replacements.  After golang.org/x/mod/modfile's grammar. */
#include "load.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Words { char *w[8]; int n; } Words;

/* Splits one line into words; quotes are removed, // starts a comment. */
static Words split_line(char *s) {
        Words out = { { NULL }, 0 };
        while (*s && out.n < 8) {
                while (isspace((unsigned char)*s))
                        s++;
                if (!*s || (s[0] == '/' && s[1] == '/'))
                        break;
                if (*s == '"' || *s == '`') {
                        char q = *s++;
                        out.w[out.n++] = s;
                        while (*s && *s != q)
                                s++;
                } else if (*s == '(' || *s == ')') {
                        out.w[out.n++] = arena_strdup(perm, s, 1);
                        s++;
                        continue;
                } else {
                        out.w[out.n++] = s;
                        while (*s && !isspace((unsigned char)*s) && *s != ')' && *s != '(')
                                s++;
                        if (*s == '(' || *s == ')') {
                                size_t n = (size_t)(s - out.w[out.n - 1]);
                                out.w[out.n - 1] = arena_strdup(perm, out.w[out.n - 1], n);
                                continue;
                        }
                }
                if (*s)
                        *s++ = 0;
        }
        return out;
}

static void *grow(void *p, int n, size_t elem) {
        if ((n & (n - 1)) != 0)
                return p;
        void *q = arena_alloc(perm, (size_t)(n ? n * 2 : 1) * elem);
        if (n)
                memcpy(q, p, (size_t)n * elem);
        return q;
}

static void apply(GoMod *m, const char *verb, char **w, int n) {
        if (strcmp(verb, "module") == 0 && n >= 1) {
                m->path = w[0];
        } else if (strcmp(verb, "go") == 0 && n >= 1) {
                m->goversion = w[0];
        } else if (strcmp(verb, "require") == 0 && n >= 2) {
                m->require = grow(m->require, m->nrequire, sizeof *m->require);
                m->require[m->nrequire].path = w[0];
                m->require[m->nrequire++].version = w[1];
        } else if (strcmp(verb, "replace") == 0) {
                int arrow = 0;
                while (arrow < n && strcmp(w[arrow], "=>") != 0)
                        arrow++;
                if (arrow >= 1 && arrow + 1 < n) {
                        const char *to = w[arrow + 1];
                        if (to[0] == '.')
                                to = arena_printf(perm, "%s/%s", m->dir, to);
                        else if (to[0] != '/' && arrow + 2 < n)
                                to = arena_printf(perm, "%s@%s", to, w[arrow + 2]);
                        m->replace = grow(m->replace, m->nreplace, sizeof *m->replace);
                        m->replace[m->nreplace].from = w[0];
                        m->replace[m->nreplace++].to = to;
                }
        }
}

GoMod *gomod_read(const char *file, const char *dir) {
        size_t len;
        char *text = file_read(file, &len);
        if (!text) {
                fprintf(stderr, "go: reading %s: %s\n", path_short(file), strerror(errno));
                return NULL;
        }
        GoMod *m = arena_new(perm, GoMod);
        m->dir = arena_strdup(perm, dir, strlen(dir));
        m->goversion = "";
        char *s = arena_strdup(perm, text, len);
        free(text);
        const char *block = NULL;
        while (*s) {
                char *nl = strchr(s, '\n');
                if (nl)
                        *nl = 0;
                Words l = split_line(s);
                if (l.n > 0) {
                        if (block) {
                                if (strcmp(l.w[0], ")") == 0)
                                        block = NULL;
                                else
                                        apply(m, block, l.w, l.n);
                        } else if (l.n >= 2 && strcmp(l.w[1], "(") == 0) {
                                block = l.w[0];
                        } else {
                                apply(m, l.w[0], l.w + 1, l.n - 1);
                        }
                }
                if (!nl)
                        break;
                s = nl + 1;
        }
        if (!m->path) {
                fprintf(stderr, "go: error reading go.mod: missing module declaration. To specify the module path:\n\tgo mod edit -module=example.com/mod\n");
                return NULL;
        }
        return m;
}

GoMod *gomod_find(const char *dir) {
        char *d = arena_strdup(perm, dir, strlen(dir));
        for (;;) {
                const char *f = arena_printf(perm, "%s/go.mod", strcmp(d, "/") == 0 ? "" : d);
                if (access(f, F_OK) == 0)
                        return gomod_read(f, d);
                char *slash = strrchr(d, '/');
                if (!slash || d[1] == 0)
                        return NULL;
                if (slash == d)
                        slash++;
                *slash = 0;
        }
}
