/* modules.c - which directory an import path means: the standard library, the main module or those of a workspace, vendor/,
 * replaced and required modules.
 *
 * After cmd/go/internal/modload (import.go, load.go, vendor.go) in its mode without network: the requirements of the
 * main module's go.mod are the build list (go 1.17 and later list there every module that provides a package), and a
 * module is on disk or its absence is an error. */
#include "loader.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

GoMod **main_modules;
int nmain_modules;
const char no_gomod[] = "go.mod file not found in current directory or any parent directory; see 'go help modules'";

typedef struct Vendored {               /* a module of vendor/modules.txt */
        ModVersion mod, to;             /* to: its replacement */
        bool       explicit, listed;    /* listed: provides packages */
        const char *goversion;
} Vendored;

static struct {
        const LoadConfig *cfg;
        bool vendor;
        GoMod *work;                    /* go.work; its replacements go before those of the modules */
        const char *work_file;
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

static const ModReplace *replacement_in(const GoMod *m, const char *path, const char *version) {
        const ModReplace *any = NULL;
        for (int i = 0; i < m->nreplace; i++) {
                const ModReplace *r = &m->replace[i];
                if (strcmp(r->from.path, path) != 0)
                        continue;
                if (*r->from.version && strcmp(r->from.version, version) == 0)
                        return r;
                if (!*r->from.version)
                        any = r;
        }
        return any;
}

/* The replacement of a module; *where: the module or workspace that says so. */
static const ModReplace *replacement(const char *path, const char *version, const GoMod **where) {
        const ModReplace *r = NULL;
        if (ms.work)
                r = replacement_in(*where = ms.work, path, version);
        for (int i = 0; !r && i < nmain_modules; i++)
                r = replacement_in(*where = main_modules[i], path, version);
        return r;
}

static const char *at_version(ModVersion m) { return *m.version ? arena_printf(perm, "%s@%s", m.path, m.version) : m.path; }
static bool same_version(ModVersion a, ModVersion b) { return strcmp(a.path, b.path) == 0 && strcmp(a.version, b.version) == 0; }

/* Does vendor/modules.txt tell the same as go.mod?  After checkVendorConsistency. */
static bool vendor_consistent(void) {
        const GoMod *m = main_modules[0];
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
                if (*v->to.path && !replacement_in(m, v->mod.path, v->mod.version))
                        str_printf(&bad, "\n\t%s: is marked as replaced in vendor/modules.txt, but not replaced in go.mod", at_version(v->mod));
        }
        if (bad.n)
                fprintf(stderr, "go: inconsistent vendoring in %s:%s\n\n\tTo ignore the vendor directory, use -mod=readonly or -mod=mod.\n"
                        "\tTo sync the vendor directory, run:\n\t\tgo mod vendor\n", m->dir, bad.s);
        bool ok = bad.n == 0;
        str_free(&bad);
        return ok;
}

/* ---- main modules ------------------------------------------------------------------------------------------------------- */

static void add_main(GoMod *m) {
        GoMod **all = arena_alloc(perm, (size_t)(nmain_modules + 1) * sizeof *all);
        for (int i = 0; i < nmain_modules; i++)
                all[i] = main_modules[i];
        all[nmain_modules++] = m;
        main_modules = all;
}

/* GOWORK, or else go.work in the working directory or above. */
static bool find_workspace(void) {
        const char *said = getenv("GOWORK");
        if (said && strcmp(said, "off") == 0)
                return true;
        if (said && *said) {
                if (*said != '/') {
                        fprintf(stderr, "the path provided to GOWORK must be an absolute path\n");
                        return false;
                }
                ms.work_file = said;
                return true;
        }
        for (const char *dir = working_dir(); !ms.work_file; dir = dir_of(dir)) {
                const char *file = arena_printf(perm, "%s/go.work", strcmp(dir, "/") == 0 ? "" : dir);
                if (is_file(file))
                        ms.work_file = file;
                if (strcmp(dir, "/") == 0)
                        break;
        }
        return true;
}

static bool read_workspace(void) {
        ms.work = gowork_read(ms.work_file);
        if (!ms.work)
                return false;
        for (int i = 0; i < ms.work->nuse; i++) {
                const char *use = ms.work->use[i], *dir = clean_path(*use == '/' ? use : arena_printf(perm, "%s/%s", ms.work->dir, use));
                for (int k = 0; k < nmain_modules; k++)
                        if (strcmp(main_modules[k]->dir, dir) == 0) {
                                fprintf(stderr, "reading go.work: path %s appears multiple times in workspace\n", dir);
                                return false;
                        }
                GoMod *m = gomod_read(dir, true);
                if (!m)
                        return false;
                add_main(m);
        }
        if (!nmain_modules)
                fprintf(stderr, "go: no modules were found in the current workspace; see 'go help work'\n");
        if (nmain_modules && *ms.cfg->mod && strcmp(ms.cfg->mod, "readonly") != 0) {
                fprintf(stderr, "go: -mod may only be set to readonly when in workspace mode, but it is set to \"%s\"\n\tRemove the -mod flag to use the default readonly value,\n\tor set GOWORK=off to disable workspace mode.\n", ms.cfg->mod);
                return false;
        }
        return nmain_modules > 0;
}

bool modules_init(const LoadConfig *cfg) {
        ms.cfg = cfg;
        if (*cfg->mod && strcmp(cfg->mod, "mod") != 0 && strcmp(cfg->mod, "vendor") != 0 && strcmp(cfg->mod, "readonly") != 0) {
                fprintf(stderr, "-mod=%s not supported (can be '', 'mod', 'readonly', or 'vendor')\n", cfg->mod);
                return false;
        }
        const char *on = getenv("GO111MODULE");
        bool off = on && strcmp(on, "off") == 0, automatic = on && strcmp(on, "auto") == 0;
        if (on && *on && !off && !automatic && strcmp(on, "on") != 0) {
                fprintf(stderr, "go: unknown environment setting GO111MODULE=%s\n", on);
                return false;
        }
        if (!off && !find_workspace())
                return false;
        const char *dir = off ? NULL : gomod_find(working_dir());
        if (off || (automatic && !dir && !ms.work_file)) {
                gopath_init(cfg);
                return true;
        }
        if (ms.work_file)
                return read_workspace();
        if (!dir)
                return true;
        GoMod *m = gomod_read(dir, true);
        if (!m)
                return false;
        add_main(m);
        int minor;
        bool since114 = sscanf(m->goversion, "1.%d", &minor) == 1 && minor >= 14;
        ms.vendor = strcmp(cfg->mod, "vendor") == 0 || (!*cfg->mod && since114 && is_dir(arena_printf(perm, "%s/vendor", dir)));
        if (!ms.vendor)
                return true;
        read_vendor_list(arena_printf(perm, "%s/vendor/modules.txt", dir));
        return vendor_consistent();
}

const char *workspace_file(void) { return ms.work_file; }

GoMod *modules_main_of(const char *dir) {
        GoMod *best = NULL;
        for (int i = 0; i < nmain_modules; i++)
                if (path_below(dir, main_modules[i]->dir) && (!best || strlen(main_modules[i]->dir) > strlen(best->dir)))
                        best = main_modules[i];
        return best;
}

const char *modules_main_path(const char *dir) {
        const GoMod *m = modules_main_of(dir);
        return m ? arena_printf(perm, "%s%s", m->path, dir + (strcmp(m->dir, "/") == 0 && dir[1] ? 0 : strlen(m->dir))) : NULL;
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

static bool in_sum_file(const char *file, ModVersion m) {
        size_t len;
        char *text = file_read(file, &len);
        bool found = text && strstr(text, arena_printf(perm, "%s %s h1:", m.path, m.version));
        free(text);
        return found;
}

static bool in_go_sum(ModVersion m) {
        bool found = ms.work && in_sum_file(arena_printf(perm, "%s.sum", ms.work_file), m);
        for (int i = 0; !found && i < nmain_modules; i++)
                found = in_sum_file(arena_printf(perm, "%s/go.sum", main_modules[i]->dir), m);
        return found;
}

/* A required module's directory, and whether it is a local tree; NULL with *error when it is not on disk. */
static const char *module_root(ModVersion m, const char *importer, const char *path, bool *local, const char **error) {
        const GoMod *where;
        const ModReplace *r = replacement(m.path, m.version, &where);
        *local = r && !*r->to.version;
        if (*local) {
                const char *dir = r->to.path[0] == '/' ? clean_path(r->to.path) : clean_path(arena_printf(perm, "%s/%s", where->dir, r->to.path));
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

static Found find_required(const GoMod *m, const char *path, const char *importer) {
        Found f = { 0 };
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

/* The main module that provides path, or whose path is the longest that path lies below; *dir: where in it. */
static const GoMod *main_with(const char *path, const char **dir) {
        const GoMod *best = NULL;
        *dir = NULL;
        for (int i = 0; i < nmain_modules; i++) {
                const GoMod *m = main_modules[i];
                const char *d = dir_in_module(path, m->path, m->dir, true);
                if (d && (!*dir || modules_has_go_files(d)) && (!best || strlen(m->path) > strlen(best->path) || !modules_has_go_files(*dir)))
                        best = m, *dir = d;
        }
        return best;
}

Found modules_find(const char *path, const Build *from) {
        const char *importer = from ? from->import_path : NULL;
        bool by_dir = gopath_on() && path[0] == '_' && path[1] == '/';
        Found f = { .error = by_dir ? NULL : invalid_path(path) };
        if (f.error)
                return f;
        const char *std = arena_printf(perm, "%s/src/%s", ms.cfg->goroot, path);
        bool in_std = dotless(path) && strncmp(path, "vendor/", 7) != 0;
        if (in_std && (modules_has_go_files(std) || is_dir(arena_printf(perm, "%s/%s", ms.cfg->overlay, path))))
                return (Found){ .dir = std, .goversion = "go1.19", .is_std = true };
        if (gopath_on())
                return gopath_find(path, from ? from->dir : NULL);
        const char *own;
        const GoMod *m = main_with(path, &own);
        if (ms.vendor) {
                m = main_modules[0];
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
        for (int i = 0; i < nmain_modules; i++) {
                f = find_required(main_modules[i], path, importer);
                if (f.dir || f.error)
                        return f;
        }
        if (dotless(path))
                f.error = arena_printf(perm, "package %s is not in GOROOT (%s)", path, std);
        else if (!nmain_modules)
                f.error = arena_printf(perm, "no required module provides package %s: %s", path, no_gomod);
        else if (strcmp(ms.cfg->mod, "mod") == 0)
                f.error = arena_printf(perm, "cannot find module providing package %s", path);
        else
                f.error = arena_printf(perm, "no required module provides package %s; to add it:\n\tgo get %s", path, path);
        return f;
}

const char *modules_path(const char *dir, const char **error) {
        const char *src = clean_path(arena_printf(perm, "%s/src", ms.cfg->goroot));
        *error = NULL;
        if (!is_dir(dir)) {
                if (gopath_on())
                        *error = arena_printf(perm, "cannot find package \".\" in:\n\t%s", dir);
                else if (!nmain_modules)
                        *error = arena_printf(perm, "go: %s", no_gomod);
                else
                        *error = arena_printf(perm, "stat %s: directory not found", dir);
                return NULL;
        }
        bool in_std = path_below(dir, src) && strcmp(dir, src) != 0;
        if (!in_std && !nmain_modules && !gopath_on()) {
                *error = arena_printf(perm, "go: %s", no_gomod);
                return NULL;
        }
        if (!modules_has_go_files(dir)) {
                *error = arena_printf(perm, "no Go files in %s", dir);
                return NULL;
        }
        if (in_std)
                return dir + strlen(src) + 1;
        if (gopath_on()) {
                const char *path = gopath_path(dir);
                return path ? path : arena_printf(perm, "_%s", dir);
        }
        const GoMod *m = modules_main_of(dir);
        if (m) {
                const char *path = modules_main_path(dir), *vendored = path + strlen(m->path);
                if (strncmp(vendored, "/vendor/", 8) == 0) {
                        if (!ms.vendor)
                                *error = arena_printf(perm, "without -mod=vendor, directory %s has no package path", dir);
                        else if (!ptrmap_get(&ms.vendor_pkg, name_of(vendored + 8)))
                                *error = arena_printf(perm, "directory %s is not a package listed in vendor/modules.txt", dir);
                        return *error ? NULL : vendored + 8;
                }
                if (dir_in_module(path, m->path, m->dir, true))
                        return path;
                if (!ms.work) {
                        *error = arena_printf(perm, "main module (%s) does not contain package %s", m->path, path);
                        return NULL;
                }
        }
        for (int k = 0; k < nmain_modules; k++)
                for (int i = 0; i < main_modules[k]->nrequire; i++) {
                        ModVersion v = main_modules[k]->require[i];
                        bool local;
                        const char *why, *root = module_root(v, NULL, v.path, &local, &why);
                        if (root && path_below(dir, root))
                                return arena_printf(perm, "%s%s", v.path, dir + strlen(root));
                }
        const char *mod = ms.work ? gomod_find(dir) : NULL;
        if (mod)
                *error = arena_printf(perm, "directory %s is contained in a module that is not one of the workspace modules listed in go.work. "
                                      "You can add the module to the workspace using go work use %s", path_short(dir), path_short(mod));
        else
                *error = arena_printf(perm, "directory %s outside %s or %s selected dependencies", path_short(dir), ms.work ? "modules listed in go.work" : "main module",
                                      ms.work ? "their" : "its");
        return NULL;
}
