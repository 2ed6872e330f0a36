/* gopath.c - packages without modules (GO111MODULE=off, or auto where there is no go.mod): below src/ of the directories of
 * GOPATH, and vendor/ of the trees around the importer.
 *
 * A directory outside of GOPATH is the package "_" + its path, and may import its neighbours as ./name.
 * After go/build's Context.Import. */
#include "loader.h"

#include <stdlib.h>

static struct { bool on; const char *goroot; VEC(const char *) roots; } gp;

bool gopath_on(void) { return gp.on; }

void gopath_init(const LoadConfig *cfg) {
        const char *list = getenv("GOPATH"), *home = getenv("HOME");
        gp.on = true;
        gp.goroot = cfg->goroot;
        if (!list || !*list)
                list = home && *home ? arena_printf(perm, "%s/go", home) : "";
        while (*list) {
                size_t n = strcspn(list, ":");
                if (n && *list == '/')
                        vec_push(perm, &gp.roots, clean_path(arena_strdup(perm, list, n)));
                list += n + (list[n] == ':');
        }
}

const char *gopath_path(const char *dir) {
        for (uint32_t i = 0; i < gp.roots.n; i++) {
                const char *src = arena_printf(perm, "%s/src", gp.roots.at[i]);
                if (path_below(dir, src) && strcmp(dir, src) != 0)
                        return dir + strlen(src) + 1;
        }
        return NULL;
}

const char **gopath_roots(int *n) {
        *n = (int)gp.roots.n;
        return gp.roots.at;
}

/* The vendor/ directory that provides path to the package at dir, as an import path; the ones that do not are added to tried. */
static const char *vendored(const char *path, const char *dir, Str *tried) {
        const char *own = gopath_path(dir);
        if (!own || strstr(dir, "/testdata/"))
                return NULL;
        const char *src = arena_strdup(perm, dir, strlen(dir) - strlen(own) - 1);
        for (const char *d = dir; ; d = dir_of(d)) {
                const char *vendor = arena_printf(perm, "%s/vendor", d), *at = arena_printf(perm, "%s/%s", vendor, path);
                if (modules_has_go_files(at))
                        return at + strlen(src) + 1;
                if (is_dir(vendor))
                        str_printf(tried, "\n\t%s%s", at, tried->n ? "" : " (vendor tree)");
                if (strcmp(d, src) == 0)
                        return NULL;
        }
}

const char *gopath_import(const char *path, const char *dir) {
        Str tried = { 0 };
        if (path[0] == '.' && (path[1] == '/' || path[1] == 0 || path[1] == '.')) {
                const char *at = clean_path(arena_printf(perm, "%s/%s", dir, path)), *in = gopath_path(at);
                return in ? in : arena_printf(perm, "_%s", at);
        }
        const char *v = vendored(path, dir, &tried);
        str_free(&tried);
        return v ? v : path;
}

Found gopath_find(const char *path, const char *importer_dir) {
        if (path[0] == '_' && path[1] == '/') {
                if (is_dir(path + 1))
                        return (Found){ .dir = path + 1, .goversion = "go1.19" };
                return (Found){ .error = arena_printf(perm, "cannot find package \".\" in:\n\t%s", path + 1) };
        }
        Str tried = { 0 };
        if (importer_dir)
                vendored(path, importer_dir, &tried);
        str_printf(&tried, "\n\t%s/src/%s (from $GOROOT)", gp.goroot, path);
        for (uint32_t i = 0; i < gp.roots.n; i++) {
                const char *dir = arena_printf(perm, "%s/src/%s", gp.roots.at[i], path);
                if (is_dir(dir)) {
                        str_free(&tried);
                        return (Found){ .dir = dir, .goversion = "go1.19" };
                }
                str_printf(&tried, "\n\t%s%s", dir, i ? "" : " (from $GOPATH)");
        }
        if (!gp.roots.n)
                str_puts(&tried, "\n\t($GOPATH not set. For more details see: 'go help gopath')");
        Found f = { .error = arena_printf(perm, "cannot find package \"%s\" in any of:%s", path, tried.s) };
        str_free(&tried);
        return f;
}
