/* modules.c - which directory an import path means: the standard library, the main module, vendor/, replaced and
 * required modules.
 *
 * After cmd/go/internal/modload (import.go, load.go, vendor.go) in its mode without network: the requirements of the
 * main module's go.mod are the build list (go 1.17 and later list there every module that provides a package), and a
 * module is on disk or its absence is an error. */
#include "loader.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

GoMod *main_module;
const char no_gomod[] = "go.mod file not found in current directory or any parent directory; see 'go help modules'";

typedef struct Vendored {               /* a module of vendor/modules.txt */
        ModVersion mod, to;             /* to: its replacement */
        bool       explicit, listed;    /* listed: provides packages */
        const char *goversion;
} Vendored;

static struct {
        const LoadConfig *cfg;
        bool vendor;
        VEC(Vendored) vendored;
        PtrMap vendor_pkg;              /* interned import path -> 1 + index in vendored */
} ms;

/* ---- vendor/modules.txt ---------------------------------------------------------------------------------------------- */

static Vendored *vendored_get(ModVersion mod) {
        for (uint32_t i = 0; i < ms.vendored.n; i++)
                if (strcmp(ms.vendored.at[i].mod.path, mod.path) == 0 && strcmp(ms.vendored.at[i].mod.version, mod.version) == 0)
                        return &ms.vendored.at[i];
        Vendored v = { .mod = mod, .to = { "", "" }, .goversion = "" };
        vec_push(perm, &ms.vendored, v);
        return &ms.vendored.at[ms.vendored.n - 1];
}

/* "# path version", "# path version => to [version]", "# path => to" */
static Vendored *read_module_line(char *line) {
        const char *w[8];
        int n = 0;
        for (char *t = strtok(line, " \t\r"); t && n < 8; t = strtok(NULL, " \t\r"))
                w[n++] = t;
        if (n < 3)
                return NULL;
        bool wild = strcmp(w[2], "=>") == 0;
        if (!wild && (w[2][0] != 'v' || !isdigit((unsigned char)w[2][1])))
                return NULL;
        Vendored *v = vendored_get((ModVersion){ w[1], wild ? "" : w[2] });
        int arrow = wild ? 2 : 3;
        if (n >= arrow + 2 && strcmp(w[arrow], "=>") == 0)
                v->to = (ModVersion){ w[arrow + 1], n > arrow + 2 ? w[arrow + 2] : "" };
        return v;
}

static void read_vendor_list(const char *file) {
        size_t len;
        char *text = file_read(file, &len);
        if (!text)
                return;
        Vendored *v = NULL;
        char *copy = arena_strdup(perm, text, strlen(text));
        free(text);
        for (char *line = copy, *next; line; line = next) {
                next = strchr(line, '\n');
                if (next)
                        *next++ = 0;
                if (strncmp(line, "# ", 2) == 0) {
                        v = read_module_line(line);
                } else if (v && strncmp(line, "## ", 3) == 0) {
                        v->explicit |= strstr(line, "explicit") != NULL;
                        const char *go = strstr(line, "go ");
                        if (go)
                                v->goversion = arena_strdup(perm, go + 3, strcspn(go + 3, "; \t\r"));
                } else if (v && *line && !strpbrk(line, " \t")) {
                        line[strcspn(line, "\r")] = 0;
                        v->listed = true;
                        ptrmap_put(&ms.vendor_pkg, name_of(line), (void *)(uintptr_t)(v - ms.vendored.at + 1));
                }
        }
}

static const ModReplace *replacement(const char *path, const char *version) {
        const ModReplace *any = NULL;
        for (int i = 0; main_module && i < main_module->nreplace; i++) {
                const ModReplace *r = &main_module->replace[i];
                if (strcmp(r->from.path, path) != 0)
                        continue;
                if (*r->from.version && strcmp(r->from.version, version) == 0)
                        return r;
                if (!*r->from.version)
                        any = r;
        }
        return any;
}

static const char *at_version(ModVersion m) { return *m.version ? arena_printf(perm, "%s@%s", m.path, m.version) : m.path; }
static bool same_version(ModVersion a, ModVersion b) { return strcmp(a.path, b.path) == 0 && strcmp(a.version, b.version) == 0; }

/* Does vendor/modules.txt tell the same as go.mod?  After checkVendorConsistency. */
static bool vendor_consistent(void) {
        const GoMod *m = main_module;
        Str bad = { 0 };
        int minor = 0;
        bool pre114 = sscanf(m->goversion, "1.%d", &minor) != 1 || minor < 14;
        for (int i = 0; i < m->nrequire; i++)
                if (!vendored_get(m->require[i])->explicit && !pre114)
                        str_printf(&bad, "\n\t%s: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt", at_version(m->require[i]));
        for (int i = 0; i < m->nreplace; i++) {
                ModVersion from = m->replace[i].from, to = m->replace[i].to, seen = vendored_get(from)->to;
                if (!*seen.path && !pre114)
                        str_printf(&bad, "\n\t%s: is replaced in go.mod, but not marked as replaced in vendor/modules.txt", at_version(from));
                else if (*seen.path && !same_version(seen, to))
                        str_printf(&bad, "\n\t%s: is replaced by %s in go.mod, but marked as replaced by %s in vendor/modules.txt", at_version(from), at_version(to), at_version(seen));
        }
        for (uint32_t i = 0; i < ms.vendored.n; i++) {
                const Vendored *v = &ms.vendored.at[i];
                bool required = false;
                for (int k = 0; k < m->nrequire; k++)
                        required |= same_version(m->require[k], v->mod);
                if (v->explicit && v->listed && !required)
                        str_printf(&bad, "\n\t%s: is marked as explicit in vendor/modules.txt, but not explicitly required in go.mod", at_version(v->mod));
        }
        for (uint32_t i = 0; i < ms.vendored.n; i++) {
                const Vendored *v = &ms.vendored.at[i];
                if (*v->to.path && !replacement(v->mod.path, v->mod.version))
                        str_printf(&bad, "\n\t%s: is marked as replaced in vendor/modules.txt, but not replaced in go.mod", at_version(v->mod));
        }
        if (bad.n)
                fprintf(stderr, "go: inconsistent vendoring in %s:%s\n\n\tTo ignore the vendor directory, use -mod=readonly or -mod=mod.\n"
                        "\tTo sync the vendor directory, run:\n\t\tgo mod vendor\n", m->dir, bad.s);
        bool ok = bad.n == 0;
        str_free(&bad);
        return ok;
}

bool modules_init(const LoadConfig *cfg) {
        ms.cfg = cfg;
        if (*cfg->mod && strcmp(cfg->mod, "mod") != 0 && strcmp(cfg->mod, "vendor") != 0 && strcmp(cfg->mod, "readonly") != 0) {
                fprintf(stderr, "-mod=%s not supported (can be '', 'mod', 'readonly', or 'vendor')\n", cfg->mod);
                return false;
        }
        const char *dir = gomod_find(working_dir());
        if (!dir)
                return true;
        main_module = gomod_read(dir, true);
        if (!main_module)
                return false;
        int minor;
        bool since114 = sscanf(main_module->goversion, "1.%d", &minor) == 1 && minor >= 14;
        ms.vendor = strcmp(cfg->mod, "vendor") == 0 || (!*cfg->mod && since114 && is_dir(arena_printf(perm, "%s/vendor", dir)));
        if (!ms.vendor)
                return true;
        read_vendor_list(arena_printf(perm, "%s/vendor/modules.txt", dir));
        return vendor_consistent();
}

/* ---- modules on disk --------------------------------------------------------------------------------------------------- */

static const char *module_cache(void) {
        const char *c = getenv("GOMODCACHE"), *gp = getenv("GOPATH"), *home = getenv("HOME");
        if (c && *c)
                return c;
        if (gp && *gp)
                return arena_printf(perm, "%s/pkg/mod", gp);
        return home ? arena_printf(perm, "%s/go/pkg/mod", home) : "";
}

/* Module paths in the cache write X as !x. */
static const char *escape_module(const char *p) {
        Str b = { 0 };
        for (; *p; p++) {
                if (isupper((unsigned char)*p))
                        str_putc(&b, '!');
                str_putc(&b, (char)tolower((unsigned char)*p));
        }
        const char *out = arena_strdup(perm, b.n ? b.s : "", b.n);
        str_free(&b);
        return out;
}

bool modules_has_go_files(const char *dir) {
        int n;
        const char **names = dir_names(dir, &n);
        for (int i = 0; i < n; i++)
                if (ends_with(names[i], ".go") && is_file(arena_printf(perm, "%s/%s", dir, names[i])))
                        return true;
        return false;
}

/* Where the package `path` of the module mpath at mdir lies; NULL: not in that module. local: go.mod files below cut off trees. */
static const char *dir_in_module(const char *path, const char *mpath, const char *mdir, bool local) {
        if (!path_below(path, mpath))
                return NULL;
        const char *dir = arena_printf(perm, "%s%s", strcmp(mdir, "/") == 0 && path[strlen(mpath)] ? "" : mdir, path + strlen(mpath));
        for (const char *d = dir; local && strlen(d) > strlen(mdir); d = dir_of(d))
                if (is_file(arena_printf(perm, "%s/go.mod", d)))
                        return NULL;
        return dir;
}

static bool dotless(const char *path) { return !memchr(path, '.', strcspn(path, "/")); }

static const char *lang_version(const char *v) {
        int minor;
        if (!*v)
                return "go1.16";        /* what a go.mod without a go line means */
        if (sscanf(v, "1.%d", &minor) == 1 && minor > 19)
                return "go1.19";
        return arena_printf(perm, "go%s", v);
}

static bool in_go_sum(ModVersion m) {
        size_t len;
        char *text = file_read(arena_printf(perm, "%s/go.sum", main_module->dir), &len);
        bool found = text && strstr(text, arena_printf(perm, "%s %s h1:", m.path, m.version));
        free(text);
        return found;
}

/* A required module's directory, and whether it is a local tree; NULL with *error when it is not on disk. */
static const char *module_root(ModVersion m, const char *importer, const char *path, bool *local, const char **error) {
        const ModReplace *r = replacement(m.path, m.version);
        *local = r && !*r->to.version;
        if (*local) {
                const char *dir = r->to.path[0] == '/' ? clean_path(r->to.path) : clean_path(arena_printf(perm, "%s/%s", main_module->dir, r->to.path));
                if (!is_dir(dir)) {
                        *error = arena_printf(perm, "%s: replacement directory %s does not exist", at_version(m), r->to.path);
                        return NULL;
                }
                if (!is_file(arena_printf(perm, "%s/go.mod", dir))) {
                        fprintf(stderr, "go: %s (replaced by %s): reading %s/go.mod: open %s/go.mod: no such file or directory\n", at_version(m), r->to.path, path_short(dir), dir);
                        exit(1);
                }
                return dir;
        }
        if (r)
                m = r->to;
        if (!in_go_sum(m)) {
                *error = importer ? arena_printf(perm, "missing go.sum entry for module providing package %s (imported by %s); to add:\n\tgo get %s", path, importer, importer)
                                  : arena_printf(perm, "missing go.sum entry for module providing package %s; to add:\n\tgo mod download %s", path, m.path);
                return NULL;
        }
        const char *dir = arena_printf(perm, "%s/%s@%s", module_cache(), escape_module(m.path), escape_module(m.version));
        if (!is_dir(dir)) {
                *error = arena_printf(perm, "module %s is not in the module cache (%s); minigo does not download modules, run:\n\tgo mod download %s", at_version(m), dir, m.path);
                return NULL;
        }
        return dir;
}

static const char *module_goversion(const char *dir) {
        if (!is_file(arena_printf(perm, "%s/go.mod", dir)))
                return "";
        GoMod *m = gomod_read(dir, false);
        if (!m)
                exit(1);
        return m->goversion;
}

static Found find_required(const char *path, const char *importer) {
        Found f = { 0 };
        const GoMod *m = main_module;
        for (int i = 0; i < m->nrequire; i++) {
                bool local;
                const char *error = NULL;
                if (!path_below(path, m->require[i].path))
                        continue;
                const char *root = module_root(m->require[i], importer, path, &local, &error);
                const char *dir = root ? dir_in_module(path, m->require[i].path, root, local) : NULL;
                if (error)
                        f.error = error;
                if (dir && modules_has_go_files(dir))
                        return (Found){ .dir = dir, .goversion = lang_version(module_goversion(root)) };
        }
        for (int i = 0; !f.error && i < m->nreplace; i++) {
                const ModReplace *r = &m->replace[i];
                bool required = false;
                for (int k = 0; k < m->nrequire; k++)
                        required |= strcmp(m->require[k].path, r->from.path) == 0;
                if (!required && path_below(path, r->from.path) && !*r->to.version)
                        f.error = arena_printf(perm, "module %s provides package %s and is replaced but not required; to add it:\n\tgo get %s", r->from.path, path, at_version(r->from));
        }
        return f;
}

static const char *invalid_path(const char *path) {
        if (strchr(path, '@'))
                return arena_printf(perm, "import path \"%s\" should not have @version", path);
        if (path[0] == '.' && (path[1] == '/' || path[1] == 0 || path[1] == '.'))
                return arena_printf(perm, "\"%s\" is relative, but relative import paths are not supported in module mode", path);
        if (path[0] == '/')
                return arena_printf(perm, "\"%s\" is not a package path; see 'go help packages'", path);
        if (strcmp(path, "all") == 0 || strcmp(path, "std") == 0 || strcmp(path, "cmd") == 0)
                return arena_printf(perm, "\"%s\" is not an importable package; see 'go help packages'", path);
        size_t n = strlen(path);
        if (n == 0 || path[n - 1] == '/')
                return arena_printf(perm, "malformed import path \"%s\": %s", path, n ? "trailing slash" : "empty string");
        if (strstr(path, "//"))
                return arena_printf(perm, "malformed import path \"%s\": double slash", path);
        for (const char *p = path; *p; p++)
                if (!isalnum((unsigned char)*p) && !strchr("/-._~+", *p))
                        return arena_printf(perm, "malformed import path \"%s\": invalid char '%c'", path, *p);
        return NULL;
}

Found modules_find(const char *path, const char *importer) {
        const GoMod *m = main_module;
        Found f = { .error = invalid_path(path) };
        if (f.error)
                return f;
        const char *std = arena_printf(perm, "%s/src/%s", ms.cfg->goroot, path);
        bool in_std = dotless(path) && strncmp(path, "vendor/", 7) != 0;
        if (in_std && (modules_has_go_files(std) || is_dir(arena_printf(perm, "%s/%s", ms.cfg->overlay, path))))
                return (Found){ .dir = std, .goversion = "go1.19", .is_std = true };
        const char *own = m ? dir_in_module(path, m->path, m->dir, true) : NULL;
        if (m && ms.vendor) {
                const char *dir = arena_printf(perm, "%s/vendor/%s", m->dir, path);
                bool vendored = modules_has_go_files(dir);
                if (own && modules_has_go_files(own) && vendored)
                        f.error = arena_printf(perm, "ambiguous import: found package %s in multiple directories:\n\t%s\n\t%s", path, own, dir);
                else if (own && !vendored)
                        f = (Found){ .dir = own, .goversion = lang_version(m->goversion) };
                else if (!vendored && dotless(path))
                        f.error = arena_printf(perm, "package %s is not in GOROOT (%s)", path, std);
                else if (!vendored)
                        f.error = arena_printf(perm, "cannot find package \".\" in:\n\t%s", dir);
                else {
                        uintptr_t i = (uintptr_t)ptrmap_get(&ms.vendor_pkg, name_of(path));
                        f = (Found){ .dir = dir, .goversion = lang_version(i ? ms.vendored.at[i - 1].goversion : "") };
                }
                return f;
        }
        if (own && modules_has_go_files(own))
                return (Found){ .dir = own, .goversion = lang_version(m->goversion) };
        if (m) {
                f = find_required(path, importer);
                if (f.dir || f.error)
                        return f;
        }
        if (dotless(path))
                f.error = arena_printf(perm, "package %s is not in GOROOT (%s)", path, std);
        else if (!m)
                f.error = arena_printf(perm, "no required module provides package %s: %s", path, no_gomod);
        else if (strcmp(ms.cfg->mod, "mod") == 0)
                f.error = arena_printf(perm, "cannot find module providing package %s", path);
        else
                f.error = arena_printf(perm, "no required module provides package %s; to add it:\n\tgo get %s", path, path);
        return f;
}

const char *modules_path(const char *dir, const char **error) {
        const char *src = clean_path(arena_printf(perm, "%s/src", ms.cfg->goroot));
        const GoMod *m = main_module;
        *error = NULL;
        if (!is_dir(dir)) {
                if (!m)
                        *error = arena_printf(perm, "go: %s", no_gomod);
                else
                        *error = arena_printf(perm, "stat %s: directory not found", dir);
                return NULL;
        }
        bool in_std = path_below(dir, src) && strcmp(dir, src) != 0;
        if (!in_std && !m) {
                *error = arena_printf(perm, "go: %s", no_gomod);
                return NULL;
        }
        if (!modules_has_go_files(dir)) {
                *error = arena_printf(perm, "no Go files in %s", dir);
                return NULL;
        }
        if (in_std)
                return dir + strlen(src) + 1;
        if (path_below(dir, m->dir)) {
                const char *rest = dir + (strcmp(m->dir, "/") == 0 && dir[1] ? 0 : strlen(m->dir));
                if (strncmp(rest, "/vendor/", 8) == 0) {
                        if (!ms.vendor)
                                *error = arena_printf(perm, "without -mod=vendor, directory %s has no package path", dir);
                        else if (!ptrmap_get(&ms.vendor_pkg, name_of(rest + 8)))
                                *error = arena_printf(perm, "directory %s is not a package listed in vendor/modules.txt", dir);
                        return *error ? NULL : rest + 8;
                }
                const char *path = arena_printf(perm, "%s%s", m->path, rest);
                if (dir_in_module(path, m->path, m->dir, true))
                        return path;
                *error = arena_printf(perm, "main module (%s) does not contain package %s", m->path, path);
                return NULL;
        }
        for (int i = 0; i < m->nrequire; i++) {
                bool local;
                const char *why, *root = module_root(m->require[i], NULL, m->require[i].path, &local, &why);
                if (root && path_below(dir, root))
                        return arena_printf(perm, "%s%s", m->require[i].path, dir + strlen(root));
        }
        *error = arena_printf(perm, "directory %s outside main module or its selected dependencies", path_short(dir));
        return NULL;
}
