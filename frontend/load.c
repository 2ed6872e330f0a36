/* load.c - the package graph: arguments -> directories -> files -> imports, depth first.
 *
 * Law: a Build is entered once (by directory for local packages, by import path for others); `order` lists every
 * package after all that it imports.  After cmd/go/internal/load and modload, for a module graph that is on disk:
 * the main module, vendor/, replace directives to directories, and the module cache. */
#include "load.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
        const LoadConfig *cfg;
        char         cwd[4096];
        GoMod       *mod;               /* main module, or NULL */
        bool         vendor;            /* resolve through vendor/ */
        PtrMap       by_path;           /* interned import path -> Build */
        VEC(Build *) order;
        VEC(Build *) stack;             /* being loaded: for cycle messages */
        bool         failed;
} ld;

/* ---- files ------------------------------------------------------------------------------------------------------- */

char *file_read(const char *path, size_t *len) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
                return NULL;
        struct stat st;
        if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode)) {
                int e = S_ISDIR(st.st_mode) ? EISDIR : errno;
                close(fd);
                errno = e;
                return NULL;
        }
        size_t cap = st.st_size > 0 ? (size_t)st.st_size + 1 : 65536, n = 0;
        char *buf = malloc(cap);
        while (buf) {
                if (n + 1 >= cap) {
                        char *bigger = realloc(buf, cap *= 2);
                        if (!bigger)
                                break;
                        buf = bigger;
                }
                ssize_t got = read(fd, buf + n, cap - n - 1);
                if (got < 0 && errno == EINTR)
                        continue;
                if (got < 0) {
                        int e = errno;
                        free(buf);
                        close(fd);
                        errno = e;
                        return NULL;
                }
                if (got == 0)
                        break;
                n += (size_t)got;
        }
        close(fd);
        if (!buf) {
                errno = ENOMEM;
                return NULL;
        }
        buf[n] = 0;
        *len = n;
        return buf;
}

const char *path_short(const char *abspath) {
        if (!ld.cwd[0] && !getcwd(ld.cwd, sizeof ld.cwd))
                return abspath;
        /* common prefix in whole elements */
        size_t i = 0, slash = 0;
        while (ld.cwd[i] && abspath[i] && ld.cwd[i] == abspath[i]) {
                if (ld.cwd[i] == '/')
                        slash = i;
                i++;
        }
        if (!ld.cwd[i] && !abspath[i])
                return ".";
        if (!ld.cwd[i] && abspath[i] == '/')
                slash = i;
        else if (!abspath[i] && ld.cwd[i] == '/')
                slash = i;
        Str b = { 0 };
        for (const char *p = ld.cwd + slash; *p; p++)
                if (*p == '/' && p[1])
                        str_puts(&b, b.n ? "/.." : "..");
        const char *rest = abspath + slash;
        while (*rest == '/')
                rest++;
        if (*rest) {
                if (b.n)
                        str_putc(&b, '/');
                str_puts(&b, rest);
        }
        const char *out = b.n && b.n < strlen(abspath) ? arena_strdup(perm, b.s, b.n) : abspath;
        str_free(&b);
        return out;
}

static bool is_dir(const char *p) { struct stat st; return stat(p, &st) == 0 && S_ISDIR(st.st_mode); }
static bool is_file(const char *p) { struct stat st; return stat(p, &st) == 0 && !S_ISDIR(st.st_mode); }

static bool ends_with(const char *s, const char *suffix) {
        size_t n = strlen(s), k = strlen(suffix);
        return n >= k && strcmp(s + n - k, suffix) == 0;
}

static bool has_prefix_path(const char *path, const char *prefix) {
        size_t n = strlen(prefix);
        return strncmp(path, prefix, n) == 0 && (path[n] == 0 || path[n] == '/');
}

static int cmp_names(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* Sorted names in a directory; NULL-terminated; empty when it cannot be read. */
static const char **dir_names(const char *dir, int *count) {
        VEC(const char *) v = { 0 };
        DIR *d = opendir(dir);
        if (d) {
                for (struct dirent *e; (e = readdir(d)); )
                        vec_push(perm, &v, (const char *)arena_strdup(perm, e->d_name, strlen(e->d_name)));
                closedir(d);
        }
        if (v.n)
                qsort(v.at, v.n, sizeof *v.at, cmp_names);
        *count = (int)v.n;
        return v.at;
}

static const char *clean_path(const char *path) {
        const char *parts[512];
        size_t lens[512];
        int n = 0;
        bool rooted = path[0] == '/';
        for (const char *p = path; *p; ) {
                while (*p == '/')
                        p++;
                size_t k = strcspn(p, "/");
                if (k == 2 && p[0] == '.' && p[1] == '.' && n > 0)
                        n--;
                else if (k > 0 && !(k == 1 && p[0] == '.') && n < 512 && !(k == 2 && p[0] == '.' && p[1] == '.' && rooted))
                        parts[n] = p, lens[n++] = k;
                p += k;
        }
        Str b = { 0 };
        if (rooted)
                str_putc(&b, '/');
        for (int i = 0; i < n; i++) {
                if (i)
                        str_putc(&b, '/');
                str_put(&b, parts[i], lens[i]);
        }
        const char *out = arena_strdup(perm, b.n ? b.s : ".", b.n ? b.n : 1);
        str_free(&b);
        return out;
}

static const char *abs_path(const char *p) {
        return clean_path(p[0] == '/' ? p : arena_printf(perm, "%s/%s", ld.cwd, p));
}

/* ---- one package --------------------------------------------------------------------------------------------------- */

/* As `go build` prints a loading problem: the chain of imports is left to the position of the import. */
static void load_error(Pos pos, const char *fmt, ...) {
        va_list ap;
        va_start(ap, fmt);
        if (pos_known(pos)) {
                const char *where = pos_string(perm, pos);
                fprintf(stderr, "%s: ", strncmp(where, "./", 2) == 0 ? where + 2 : where);
        }
        vfprintf(stderr, fmt, ap);
        fputc('\n', stderr);
        va_end(ap);
        ld.failed = true;
}

static Build *build_new(const char *import_path, const char *dir, bool is_std) {
        Build *b = arena_new(perm, Build);
        Package *p = arena_new(perm, Package);
        b->pkg = p;
        b->import_path = import_path;
        b->dir = dir;
        b->is_std = is_std;
        p->path = import_path;
        p->dir = dir;
        p->is_std = is_std;
        p->build = b;
        p->goversion = is_std ? "go1.19" : ld.mod && *ld.mod->goversion ? arena_printf(perm, "go%s", ld.mod->goversion) : "go1.19";
        return b;
}

typedef VEC(SourceFile) FileVec;

static bool push_file(FileVec *v, const char *path, const char *shown, bool overlay, const BuildCtx *ctx) {
        size_t len;
        char *text = file_read(path, &len);
        if (!text) {
                fprintf(stderr, "open %s: %s\n", path_short(path), strerror(errno));
                ld.failed = true;
                return false;
        }
        if (ctx && !buildctx_match_text(ctx, text, len)) {
                free(text);
                return false;
        }
        SourceFile f = { .path = path, .shown = shown, .text = text, .len = len, .overlay = overlay };
        vec_push(perm, v, f);
        return true;
}

/* The .go files of dir that belong to the build; counts those that constraints left out. */
static void scan_dir(FileVec *v, const char *dir, const BuildCtx *ctx, bool overlay, int *excluded) {
        int n;
        const char **names = dir_names(dir, &n);
        const char *shown_dir = path_short(dir);
        for (int i = 0; i < n; i++) {
                const char *f = names[i];
                if (!ends_with(f, ".go") || f[0] == '_' || f[0] == '.' || ends_with(f, "_test.go"))
                        continue;
                if (!buildctx_match_name(ctx, f)) {
                        ++*excluded;
                        continue;
                }
                if (!push_file(v, arena_printf(perm, "%s/%s", dir, f), arena_printf(perm, "%s/%s", shown_dir, f), overlay, ctx))
                        ++*excluded;
        }
}

/* Does a standard package have assembly for amd64?  Then its portable files are wanted. */
static bool dir_has_asm(const char *dir) {
        BuildCtx ctx = { "linux", "amd64", false, NULL, 0 };
        int n;
        const char **names = dir_names(dir, &n);
        for (int i = 0; i < n; i++)
                if (ends_with(names[i], ".s") && buildctx_match_name(&ctx, names[i]))
                        return true;
        return false;
}

static void scan_files(Build *b, FileVec *files, int *excluded) {
        BuildCtx ctx = { "linux", "amd64", false, ld.cfg->tags, ld.cfg->ntags };
        if (!b->is_std) {
                scan_dir(files, b->dir, &ctx, false, excluded);
                return;
        }
        const char *overlay = arena_printf(perm, "%s/%s", ld.cfg->overlay, b->import_path);
        bool has_overlay = is_dir(overlay), replace = has_overlay && is_file(arena_printf(perm, "%s/replace", overlay));
        ctx.purego = true;
        ctx.tags = NULL;
        ctx.ntags = 0;
        b->has_asm = is_dir(b->dir) && dir_has_asm(b->dir);
        bool portable = b->has_asm && strcmp(b->import_path, "syscall") != 0 && strcmp(b->import_path, "runtime") != 0;
        if (portable || strcmp(b->import_path, "crypto/elliptic") == 0) /* elliptic: speaks to nistec's assembly */
                ctx.goarch = "portable";
        if (!replace && is_dir(b->dir))
                scan_dir(files, b->dir, &ctx, false, excluded);
        if (has_overlay)
                scan_dir(files, overlay, &ctx, true, excluded);
}

static Build *load_one(Build *b);
static Build *resolve(Build *from, const char *path, Pos pos);

/* Reads package clauses and imports of all files, then loads what they import. */
static void load_imports(Build *b) {
        Name *pkgname = NULL;
        const char *first = NULL;
        VEC(Build *) deps = { 0 };
        for (int i = 0; i < b->nfiles; i++) {
                SourceFile *f = &b->files[i];
                f->head = parse_imports(f->shown, f->path, f->text, f->len);
                if (!f->head || !f->head->pkgname)
                        continue;
                Name *n = f->head->pkgname->ident.name;
                if (!pkgname) {
                        pkgname = n;
                        first = strrchr(f->path, '/') + 1;
                } else if (n != pkgname) {
                        load_error((Pos){ 0 }, "found packages %s (%s) and %s (%s) in %s", pkgname->s, first, n->s, strrchr(f->path, '/') + 1, b->dir);
                        return;
                }
        }
        b->pkg->name = pkgname ? pkgname : name_of("_");
        b->is_command = pkgname && strcmp(pkgname->s, "main") == 0;
        if (b->is_command)
                b->pkg->path = "main";
        for (int i = 0; i < b->nfiles; i++) {
                FileNode *h = b->files[i].head;
                if (!h)
                        continue;
                for (uint32_t k = 0; k < h->decls.n; k++) {
                        Decl *d = h->decls.at[k];
                        if (d->kind != DC_IMPORT || !d->import.path || d->import.path->lit.bad)
                                continue;
                        Const *c = const_from_literal(d->import.path->lit.text->s, d->import.path->lit.text->len, LIT_STRING);
                        size_t n;
                        const char *path = c ? const_string_val(c, &n) : NULL;
                        if (!path || n == 0)
                                continue;       /* the checker reports it with its position */
                        Name *key = name_intern(path, n);
                        if (strcmp(key->s, "unsafe") == 0 || ptrmap_get(&b->importmap, key))
                                continue;
                        Build *dep = resolve(b, key->s, d->import.path->pos);
                        if (!dep)
                                continue;
                        ptrmap_put(&b->importmap, key, dep);
                        bool seen = false;
                        for (uint32_t j = 0; j < deps.n; j++)
                                seen |= deps.at[j] == dep;
                        if (!seen) {
                                vec_push(perm, &deps, dep);
                                vec_push(perm, &b->pkg->imports, dep->pkg);
                                if (dep->pkg->depth >= b->pkg->depth)
                                        b->pkg->depth = dep->pkg->depth + 1;
                        }
                }
        }
        if (deps.n)
                b->deps = deps.at;
        b->ndeps = (int)deps.n;
}

static void report_cycle(Build *again) {
        uint32_t i = 0;
        fprintf(stderr, "package %s\n", ld.stack.at[0]->import_path);
        for (i = 1; i < ld.stack.n; i++)
                fprintf(stderr, "\timports %s\n", ld.stack.at[i]->import_path);
        fprintf(stderr, "\timports %s: import cycle not allowed\n", again->import_path);
        ld.failed = true;
}

static Build *load_one(Build *b) {
        if (b->state == 2)
                return b;
        if (b->state == 1) {
                report_cycle(b);
                return NULL;
        }
        b->state = 1;
        vec_push(perm, &ld.stack, b);
        FileVec files = { 0 };
        if (b->nfiles == 0) {
                int excluded = 0;
                scan_files(b, &files, &excluded);
                b->files = files.at;
                b->nfiles = (int)files.n;
                if (files.n == 0 && !ld.failed) {
                        if (excluded)
                                load_error(b->import_pos, "package %s: build constraints exclude all Go files in %s", b->import_path, b->dir);
                        else
                                load_error(b->import_pos, "no Go files in %s", b->dir);
                }
        }
        load_imports(b);
        ld.stack.n--;
        b->state = 2;
        vec_push(perm, &ld.order, b);
        return b;
}

/* ---- import paths --------------------------------------------------------------------------------------------------- */

static bool internal_allowed(const char *from_dir, const char *dir) {
        const char *at = NULL;
        for (const char *p = dir; (p = strstr(p, "/internal")); p += 9)
                if (p[9] == 0 || p[9] == '/')
                        at = p;
        if (!at)
                return true;
        size_t n = (size_t)(at - dir);
        return strncmp(from_dir, dir, n) == 0 && (from_dir[n] == 0 || from_dir[n] == '/');
}

static Build *get(const char *import_path, const char *dir, bool is_std) {
        Name *key = name_of(import_path);
        Build *b = ptrmap_get(&ld.by_path, key);
        if (!b) {
                b = build_new(key->s, dir, is_std);
                ptrmap_put(&ld.by_path, key, b);
        }
        return b;
}

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

/* Directory of an import path outside the standard library, or NULL. */
static const char *module_dir(const char *path) {
        GoMod *m = ld.mod;
        if (!m)
                return NULL;
        if (has_prefix_path(path, m->path))
                return arena_printf(perm, "%s%s", m->dir, path + strlen(m->path));
        if (ld.vendor)
                return arena_printf(perm, "%s/vendor/%s", m->dir, path);
        const char *best = NULL, *best_dir = NULL;
        for (int i = 0; i < m->nrequire; i++) {
                const char *r = m->require[i].path;
                if (!has_prefix_path(path, r) || (best && strlen(best) > strlen(r)))
                        continue;
                best = r;
                best_dir = arena_printf(perm, "%s/%s@%s", module_cache(), escape_module(r), m->require[i].version);
        }
        for (int i = 0; i < m->nreplace; i++) {
                const char *r = m->replace[i].from;
                if (!has_prefix_path(path, r) || (best && strlen(best) > strlen(r)))
                        continue;
                best = r;
                const char *to = m->replace[i].to;
                best_dir = to[0] == '/' ? to : arena_printf(perm, "%s/%s", module_cache(), escape_module(to));
        }
        return best ? clean_path(arena_printf(perm, "%s%s", best_dir, path + strlen(best))) : NULL;
}

static const char no_gomod[] = "go.mod file not found in current directory or any parent directory; see 'go help modules'";

/* The package that `path`, written in package `from` (NULL: on the command line), means. */
static Build *resolve(Build *from, const char *path, Pos pos) {
        Build *b;
        const char *std = arena_printf(perm, "%s/src/%s", ld.cfg->goroot, path);
        if (path[0] == '.' && (path[1] == '/' || path[1] == 0 || path[1] == '.')) {
                load_error(pos, "\"%s\" is relative, but relative import paths are not supported in module mode", path);
                return NULL;
        }
        if (path[0] == '/') {
                load_error(pos, "cannot import absolute path");
                return NULL;
        }
        if (strcmp(path, "C") == 0) {
                load_error(pos, "minigo: import \"C\" (cgo) not supported yet");
                return NULL;
        }
        if (from && from->is_std && is_dir(arena_printf(perm, "%s/src/vendor/%s", ld.cfg->goroot, path))) {
                const char *vpath = arena_printf(perm, "vendor/%s", path);
                b = get(vpath, arena_printf(perm, "%s/src/%s", ld.cfg->goroot, vpath), true);
        } else if ((is_dir(std) && strncmp(path, "vendor/", 7) != 0) || is_dir(arena_printf(perm, "%s/%s", ld.cfg->overlay, path))) {
                b = get(path, std, true);
        } else {
                const char *dir = module_dir(path);
                bool dotted = memchr(path, '.', strcspn(path, "/")) != NULL;
                if (!dir || !is_dir(dir)) {
                        if (ld.mod && has_prefix_path(path, ld.mod->path))
                                load_error(pos, "package %s is not in GOROOT (%s)", path, std);
                        else if (!dotted)
                                load_error(pos, "package %s is not in GOROOT (%s)", path, std);
                        else if (!ld.mod)
                                load_error(pos, "no required module provides package %s: %s", path, no_gomod);
                        else if (ld.vendor)
                                load_error(pos, "cannot find package \".\" in:\n\t%s/vendor/%s", ld.mod->dir, path);
                        else
                                load_error(pos, "no required module provides package %s; to add it:\n\tgo get %s", path, path);
                        return NULL;
                }
                b = get(path, dir, false);
        }
        if (from && !internal_allowed(from->dir, b->dir) && !(from->is_std && b->is_std)) {
                fprintf(stderr, "package %s\n", ld.stack.n ? ld.stack.at[0]->import_path : from->import_path);
                for (uint32_t i = 1; i < ld.stack.n; i++)
                        fprintf(stderr, "\timports %s\n", ld.stack.at[i]->import_path);
                load_error((Pos){ 0 }, "\timports %s: use of internal package %s not allowed", path, path);
                return NULL;
        }
        if (!pos_known(b->import_pos))
                b->import_pos = pos;
        Build *done = load_one(b);
        if (done && from && done->is_command) {
                load_error(pos, "import \"%s\" is a program, not an importable package", path);
                return NULL;
        }
        return done;
}

Package *load_import(Package *from, const char *path) {
        if (strcmp(path, "unsafe") == 0)
                return unsafe_pkg;
        Build *b = from->build, *dep = ptrmap_get(&b->importmap, name_of(path));
        return dep ? dep->pkg : NULL;
}

/* ---- arguments ------------------------------------------------------------------------------------------------------ */

static Build *load_files(char **args, int n) {
        Build *b = build_new("command-line-arguments", ld.cwd, false);
        FileVec files = { 0 };
        const char *dir = NULL;
        for (int i = 0; i < n; i++) {
                if (!ends_with(args[i], ".go")) {
                        load_error((Pos){ 0 }, "named files must be .go files: %s", args[i]);
                        return NULL;
                }
                const char *abs = abs_path(args[i]);
                const char *slash = strrchr(abs, '/');
                const char *d = arena_strdup(perm, abs, slash == abs ? 1 : (size_t)(slash - abs));
                if (dir && strcmp(dir, d) != 0) {
                        load_error((Pos){ 0 }, "named files must all be in one directory; have %s and %s", path_short(dir), path_short(d));
                        return NULL;
                }
                dir = d;
                if (is_dir(abs)) {
                        load_error((Pos){ 0 }, "directory %s should not have .go suffix", args[i]);
                        return NULL;
                }
                const char *shown = path_short(dir);
                shown = arena_printf(perm, "%s/%s", shown, slash + 1);
                if (!push_file(&files, abs, shown, false, NULL))
                        return NULL;
        }
        b->dir = b->pkg->dir = dir;
        b->files = files.at;
        b->nfiles = (int)files.n;
        return load_one(b);
}

static Build *load_dir(const char *dir) {
        const char *src = arena_printf(perm, "%s/src", ld.cfg->goroot);
        if (has_prefix_path(dir, src))
                return load_one(get(dir + strlen(src) + 1, dir, true));
        if (!is_dir(dir)) {
                load_error((Pos){ 0 }, "stat %s: directory not found", dir);
                return NULL;
        }
        if (!ld.mod) {
                load_error((Pos){ 0 }, "go: %s", no_gomod);
                return NULL;
        }
        if (!has_prefix_path(dir, ld.mod->dir)) {
                load_error((Pos){ 0 }, "go: directory %s outside available modules", path_short(dir));
                return NULL;
        }
        return load_one(get(arena_printf(perm, "%s%s", ld.mod->path, dir + strlen(ld.mod->dir)), dir, false));
}

typedef VEC(Build *) BuildVec;

static void add_named(BuildVec *out, Build *b) {
        if (!b)
                return;
        for (uint32_t i = 0; i < out->n; i++)
                if (out->at[i] == b)
                        return;
        b->named = b->pkg->is_main_arg = true;
        vec_push(perm, out, b);
}

/* dir/...: every directory below that has Go files of this module. */
static void load_tree(BuildVec *out, const char *dir, bool std) {
        BuildCtx ctx = { "linux", "amd64", false, ld.cfg->tags, ld.cfg->ntags };
        int n;
        const char **names = dir_names(dir, &n);
        bool any = false;
        for (int i = 0; i < n && !any; i++) {
                const char *f = names[i];
                if (!ends_with(f, ".go") || f[0] == '_' || f[0] == '.' || ends_with(f, "_test.go") || !buildctx_match_name(&ctx, f))
                        continue;
                size_t len;
                char *text = file_read(arena_printf(perm, "%s/%s", dir, f), &len);
                any = text && buildctx_match_text(&ctx, text, len);
                free(text);
        }
        if (any)
                add_named(out, load_dir(dir));
        for (int i = 0; i < n; i++) {
                const char *f = names[i], *sub = arena_printf(perm, "%s/%s", dir, f);
                if (f[0] == '.' || f[0] == '_' || strcmp(f, "testdata") == 0 || strcmp(f, "vendor") == 0 || !is_dir(sub))
                        continue;
                if (is_file(arena_printf(perm, "%s/go.mod", sub)) || (std && strcmp(f, "cmd") == 0))
                        continue;
                load_tree(out, sub, std);
        }
}

bool load_packages(const LoadConfig *cfg, char **args, int nargs, LoadResult *out) {
        static char *dot[] = { "." };
        ld.cfg = cfg;
        if (!getcwd(ld.cwd, sizeof ld.cwd)) {
                fprintf(stderr, "go: getting current directory: %s\n", strerror(errno));
                return false;
        }
        ld.mod = gomod_find(ld.cwd);
        ld.vendor = ld.mod && strcmp(cfg->mod, "mod") != 0 && is_dir(arena_printf(perm, "%s/vendor", ld.mod->dir));
        BuildVec named = { 0 };
        /* runtime belongs to every program */
        load_one(get("runtime", arena_printf(perm, "%s/src/runtime", cfg->goroot), true));
        if (nargs > 0 && ends_with(args[0], ".go") && is_file(args[0])) {
                add_named(&named, load_files(args, nargs));
        } else {
                if (nargs == 0)
                        args = dot, nargs = 1;
                for (int i = 0; i < nargs; i++) {
                        const char *a = args[i];
                        bool local = a[0] == '/' || (a[0] == '.' && (!a[1] || a[1] == '/' || a[1] == '.'));
                        if (local && ends_with(a, "...")) {
                                const char *d = abs_path(arena_strdup(perm, a, strlen(a) - 3));
                                if (!ld.mod)
                                        load_error((Pos){ 0 }, "pattern %s: directory prefix %s does not contain main module or its selected dependencies", a, path_short(d));
                                else
                                        load_tree(&named, d, false);
                        } else if (local) {
                                add_named(&named, load_dir(abs_path(a)));
                        } else if (strcmp(a, "std") == 0) {
                                load_tree(&named, arena_printf(perm, "%s/src", cfg->goroot), true);
                        } else {
                                add_named(&named, resolve(NULL, a, (Pos){ 0 }));
                        }
                }
        }
        out->named = named.at;
        out->nnamed = (int)named.n;
        out->order = ld.order.at;
        out->norder = (int)ld.order.n;
        return !ld.failed;
}

/* ---- parsing what was loaded ------------------------------------------------------------------------------------------ */

/* "f" of a function, "T.m" of a method: what an overlay declaration replaces. */
static Name *decl_key(const Decl *d) {
        if (!d->func.recv)
                return d->func.name->ident.name;
        const Expr *t = expr_unparen(d->func.recv->type);
        if (t->kind == EX_UNARY && t->op == OPR_MUL)
                t = expr_unparen(t->bin.x);
        if (t->kind == EX_INDEX)
                t = t->index.x;
        return t->kind == EX_NAME ? name_of(arena_printf(perm, "%s.%s", t->ident.name->s, d->func.name->ident.name->s)) : NULL;
}

static void each_key(const Decl *d, void (*f)(Name *, void *), void *arg) {
        switch (d->kind) {
        case DC_FUNC: {
                Name *k = decl_key(d);
                if (k && !(k->len == 4 && strcmp(k->s, "init") == 0) && strcmp(k->s, "_") != 0)
                        f(k, arg);
                break;
        }
        case DC_TYPE:
                f(d->type.name->ident.name, arg);
                break;
        case DC_CONST:
        case DC_VAR:
                for (uint32_t i = 0; i < d->value.names.n; i++)
                        if (strcmp(d->value.names.at[i]->ident.name->s, "_") != 0)
                                f(d->value.names.at[i]->ident.name, arg);
                break;
        }
}

static void note_key(Name *k, void *arg) { ptrmap_put(arg, k, k); }

typedef struct KeyCount { PtrMap *map; int in, all; } KeyCount;
static void count_key(Name *k, void *arg) {
        KeyCount *c = arg;
        c->all++;
        c->in += ptrmap_get(c->map, k) != NULL;
}

static void apply_overlay(Package *p) {
        PtrMap keys = { 0 };
        for (uint32_t i = 0; i < p->files.n; i++)
                for (uint32_t k = 0; p->files.at[i]->overlay && k < p->files.at[i]->decls.n; k++)
                        each_key(p->files.at[i]->decls.at[k], note_key, &keys);
        for (uint32_t i = 0; keys.n && i < p->files.n; i++)
                for (uint32_t k = 0; !p->files.at[i]->overlay && k < p->files.at[i]->decls.n; k++) {
                        KeyCount c = { &keys, 0, 0 };
                        Decl *d = p->files.at[i]->decls.at[k];
                        each_key(d, count_key, &c);
                        if (c.in && c.in < c.all)
                                ice(d->pos, "overlay of %s replaces only part of a declaration", p->path);
                        d->replaced = c.in > 0;
                }
        ptrmap_free(&keys);
}

void load_parse(Build *b, bool skip_bodies) {
        Package *p = b->pkg;
        if (p->files.n)
                return;
        bool overlay = false;
        pragma_std = b->is_std || pragma_all_std;
        for (int i = 0; i < b->nfiles; i++) {
                SourceFile *f = &b->files[i];
                FileNode *n = parse_file(f->shown, f->path, f->text, f->len, skip_bodies);
                if (!n)
                        continue;
                n->pkg = p;
                n->overlay = f->overlay;
                overlay |= f->overlay;
                vec_push(perm, &p->files, n);
        }
        if (overlay)
                apply_overlay(p);
}

/* ---- go:embed ------------------------------------------------------------------------------------------------------------ */

typedef VEC(EmbedFile) EmbedVec;

static void embed_add(EmbedVec *v, Arena *a, const char *dir, const char *rel, bool all) {
        const char *abs = arena_printf(a, "%s/%s", dir, rel);
        if (is_dir(abs)) {
                int n;
                const char **names = dir_names(abs, &n);
                for (int i = 0; i < n; i++) {
                        const char *f = names[i];
                        if (strcmp(f, ".") == 0 || strcmp(f, "..") == 0 || (!all && (f[0] == '.' || f[0] == '_')))
                                continue;
                        if (is_file(arena_printf(a, "%s/%s/go.mod", abs, f)))
                                continue;
                        embed_add(v, a, dir, arena_printf(a, "%s/%s", rel, f), all);
                }
                return;
        }
        for (uint32_t i = 0; i < v->n; i++)
                if (strcmp(v->at[i].path, rel) == 0)
                        return;
        EmbedFile e = { rel, abs };
        vec_push(a, v, e);
}

/* Expands one pattern element by element; returns how many files it added. */
static int embed_glob(EmbedVec *v, Arena *a, const char *dir, const char *done, const char *rest, bool all) {
        size_t k = strcspn(rest, "/");
        char *elem = arena_strdup(a, rest, k);
        const char *here = *done ? arena_printf(a, "%s/%s", dir, done) : dir;
        int n, added = 0;
        const char **names = dir_names(here, &n);
        for (int i = 0; i < n; i++) {
                const char *f = names[i];
                if (strcmp(f, ".") == 0 || strcmp(f, "..") == 0 || fnmatch(elem, f, 0) != 0)
                        continue;
                const char *rel = *done ? arena_printf(a, "%s/%s", done, f) : f;
                if (rest[k] == '/') {
                        added += embed_glob(v, a, dir, rel, rest + k + 1, all);
                } else {
                        uint32_t before = v->n;
                        embed_add(v, a, dir, rel, all);
                        added += (int)(v->n - before) ? (int)(v->n - before) : is_file(arena_printf(a, "%s/%s", dir, rel));
                }
        }
        return added;
}

static int cmp_embed(const void *x, const void *y) { return strcmp(((const EmbedFile *)x)->path, ((const EmbedFile *)y)->path); }

int load_embed(Package *pkg, const Embed *e, Arena *a, EmbedFile **out) {
        EmbedVec v = { 0 };
        for (; e; e = e->next)
                for (int i = 0; i < e->npatterns; i++) {
                        const char *pat = e->patterns[i];
                        bool all = strncmp(pat, "all:", 4) == 0;
                        if (all)
                                pat += 4;
                        if (*pat == 0 || *pat == '/' || strstr(pat, "..")) {
                                diag_error(e->pos, "pattern %s: invalid pattern syntax", e->patterns[i]);
                                continue;
                        }
                        if (strcmp(pat, ".") == 0) {
                                int n;
                                const char **names = dir_names(pkg->dir, &n);
                                for (int k = 0; k < n; k++)
                                        if (strcmp(names[k], ".") != 0 && strcmp(names[k], "..") != 0 && (all || (names[k][0] != '.' && names[k][0] != '_')))
                                                embed_add(&v, a, pkg->dir, names[k], all);
                        } else if (embed_glob(&v, a, pkg->dir, "", pat, all) == 0) {
                                diag_error(e->pos, "pattern %s: no matching files found", e->patterns[i]);
                        }
                }
        if (v.n)
                qsort(v.at, v.n, sizeof *v.at, cmp_embed);
        *out = v.at;
        return (int)v.n;
}
