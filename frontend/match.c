/* match.c - package arguments: import paths, directories, and patterns with "..." -> import paths.
 *
 * After cmd/go/internal/search and modload.LoadPackages: a pattern that starts with ./, ../ or / is one over
 * directories, others are over import paths; trees that start with . or _, testdata, vendor and other modules are not
 * searched, and a directory counts when the build would use one of its files. */
#include "loader.h"

#include <stdlib.h>
#include <sys/stat.h>

static const LoadConfig *cfg;

/* The n bytes of pattern p against all of s.  Where text differs, the last ... takes one byte more: an earlier one never has
 * to, since the last can take whatever the earlier would have, so the time is at most the product of the lengths. */
static bool match_text(const char *p, size_t n, const char *s) {
        const char *end = p + n, *dots = NULL, *dots_s = NULL;
        while (p < end || *s) {
                if (end - p >= 3 && memcmp(p, "...", 3) == 0) {
                        dots = p += 3;
                        dots_s = s;
                } else if (p < end && *s && *p == *s) {
                        p++;
                        s++;
                } else if (dots && *dots_s) {
                        p = dots;
                        s = ++dots_s;
                } else {
                        return false;
                }
        }
        return true;
}

bool pattern_matches(const char *pattern, const char *name) {
        size_t n = strlen(pattern);
        return match_text(pattern, n, name) || (ends_with(pattern, "/...") && match_text(pattern, n - 4, name));
}

static bool has_package(const char *dir) {
        BuildCtx ctx = { "linux", "amd64", false, cfg->tags, cfg->ntags };
        int n;
        const char **names = dir_names(dir, &n);
        bool any = false;
        for (int i = 0; i < n && !any; i++) {
                const char *f = names[i];
                if (!ends_with(f, ".go") || f[0] == '_' || f[0] == '.' || ends_with(f, "_test.go") || !buildctx_match_name(&ctx, f))
                        continue;
                const char *bad;
                size_t len;
                char *text = file_read(arena_printf(perm, "%s/%s", dir, f), &len);
                any = !text || buildctx_match_text(&ctx, text, len, &bad) || bad;       /* what cannot be read is reported when it is loaded */
                free(text);
        }
        return any;
}

bool package_matches(const char *pattern, const Build *b) {
        if (strcmp(pattern, "all") == 0)
                return true;
        if (strcmp(pattern, "std") == 0)
                return b->is_std;
        if (pattern[0] == '/' || pattern[0] == '.')
                return b->dir && pattern_matches(abs_path(pattern), b->dir);
        return pattern_matches(pattern, b->import_path);
}

static void add(MatchVec *out, const char *path, const char *error) {
        for (uint32_t i = 0; path && i < out->n; i++)
                if (out->at[i].path && strcmp(out->at[i].path, path) == 0)
                        return;
        vec_push(perm, out, ((Match){ path, error }));
}

typedef struct Walk { MatchVec *out; const char *pattern; bool by_dir, std; } Walk;

/* name: of dir, as the pattern is written against. */
static void walk(Walk *w, const char *dir, const char *name, bool top) {
        const char *base = strrchr(dir, '/') + 1;
        if (!top && (*base == '.' || *base == '_' || strcmp(base, "testdata") == 0 || strcmp(base, "vendor") == 0))
                return;
        if (!top && ((!gopath_on() && is_file(arena_printf(perm, "%s/go.mod", dir))) || (w->std && strcmp(name, "cmd") == 0)))
                return;
        if (*name && pattern_matches(w->pattern, name) && strcmp(name, "builtin") != 0 && has_package(dir)) {
                const char *error = NULL, *path = w->by_dir ? modules_path(dir, &error) : name;
                add(w->out, path, error);
        }
        int n;
        const char **names = dir_names(dir, &n);
        for (int i = 0; i < n; i++) {
                const char *sub = arena_printf(perm, "%s/%s", strcmp(dir, "/") == 0 ? "" : dir, names[i]);
                struct stat st;
                if (lstat(sub, &st) == 0 && S_ISDIR(st.st_mode))
                        walk(w, sub, *name ? arena_printf(perm, "%s/%s", name, names[i]) : names[i], false);
        }
}

static void match_directories(const char *arg, MatchVec *out) {
        const char *dots = strstr(arg, "..."), *slash = dots;
        while (slash > arg && *slash != '/')
                slash--;
        const char *lead = arena_strdup(perm, arg, (size_t)(slash - arg)), *dir = abs_path(*lead ? lead : "/");
        const char *src = arena_printf(perm, "%s/src", cfg->goroot), *mod = gomod_find(dir);
        const GoMod *m = modules_main_of(dir);
        if (!gopath_on() && !path_below(dir, src) && (!m || !mod || strcmp(mod, m->dir) != 0)) {
                add(out, NULL, arena_printf(perm, "pattern %s: directory prefix %s does not contain %s or %s selected dependencies", arg, path_short(dir),
                                            workspace_file() ? "modules listed in go.work" : "main module", workspace_file() ? "their" : "its"));
                return;
        }
        if (!is_dir(dir)) {
                add(out, NULL, arena_printf(perm, "pattern %s: lstat %s/: no such file or directory", arg, lead));
                return;
        }
        Walk w = { out, arena_printf(perm, "%s/%s", strcmp(dir, "/") == 0 ? "" : dir, slash + 1), true, false };
        walk(&w, dir, dir, true);
}

static void match_paths(const char *arg, MatchVec *out) {
        Walk w = { out, arg, false, true };
        walk(&w, arena_printf(perm, "%s/src", cfg->goroot), "", true);
        w.std = false;
        for (int i = 0; i < nmain_modules; i++)
                walk(&w, main_modules[i]->dir, main_modules[i]->path, true);
        int n;
        const char **roots = gopath_roots(&n);
        for (int i = 0; i < n; i++)
                walk(&w, arena_printf(perm, "%s/src", roots[i]), "", true);
}

void match_packages(const LoadConfig *config, const char *arg, MatchVec *out) {
        cfg = config;
        if (!*arg)
                arg = ".";
        uint32_t before = out->n;
        bool local = arg[0] == '/' || strcmp(arg, ".") == 0 || strcmp(arg, "..") == 0 || strncmp(arg, "./", 2) == 0 || strncmp(arg, "../", 3) == 0;
        if (local && !strstr(arg, "...")) {
                const char *error, *path = modules_path(abs_path(arg), &error);
                add(out, path, error);
                return;
        }
        if (local)
                match_directories(arg, out);
        else if (strstr(arg, "..."))
                match_paths(arg, out);
        else if (strcmp(arg, "std") == 0)
                match_paths("...", out);
        else if (strcmp(arg, "all") == 0 && nmain_modules)
                for (int i = 0; i < nmain_modules; i++)
                        match_paths(arena_printf(perm, "%s/...", main_modules[i]->path), out);
        else
                add(out, clean_path(arg), NULL);
        if (out->n == before)
                fprintf(stderr, "go: warning: \"%s\" matched no packages\n", arg);
}
