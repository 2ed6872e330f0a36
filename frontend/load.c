/* load.c - the package graph: arguments -> import paths -> files -> imports, depth first.
 *
 * Law: a Build is entered once, by import path; `order` lists every package after all that it imports.  A package that
 * cannot be loaded keeps its error; when all is loaded the errors are printed, those of imported packages first, each
 * package's imports in alphabetical order.  After cmd/go/internal/load. */
#include "loader.h"

#include <errno.h>
#include <stdlib.h>

static struct {
        const LoadConfig *cfg;
        PtrMap       by_path;           /* interned import path -> Build */
        VEC(Build *) order;
        VEC(Build *) stack;             /* being loaded: for cycles and messages */
        bool         failed;
} ld;

/* ---- one package --------------------------------------------------------------------------------------------------- */

static void set_error(Build *b, const char *text) {
        if (!b->error)
                b->error = text;
        ld.failed = true;
}

static const char *shown_pos(Pos pos) {
        const char *where = pos_string(perm, pos);
        return strncmp(where, "./", 2) == 0 ? where + 2 : where;
}

/* "package a\n\timports b": how the package at work came to be loaded; last: a further line. */
static const char *import_stack(const char *last) {
        Str b = { 0 };
        for (uint32_t i = 0; i < ld.stack.n; i++)
                str_printf(&b, i ? "\n\timports %s" : "package %s", ld.stack.at[i]->import_path);
        str_printf(&b, "%s", last);
        const char *out = arena_strdup(perm, b.s, b.n);
        str_free(&b);
        return out;
}

static Build *build_new(const char *import_path, const char *dir, const char *goversion, bool is_std) {
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
        p->goversion = goversion;
        return b;
}

typedef VEC(SourceFile) FileVec;
typedef struct Scan { Build *b; FileVec files; int excluded, tests; } Scan;

static bool push_file(Scan *s, const char *path, const char *shown, bool overlay, const BuildCtx *ctx) {
        size_t len;
        const char *bad = NULL;
        char *text = file_read(path, &len);
        if (!text) {
                set_error(s->b, arena_printf(perm, "open %s: %s", path, go_strerror(errno)));
                return false;
        }
        const BuildCtx any = { "linux", "amd64", false, NULL, 0 };      /* of a file that is named, constraints must only be readable */
        if (!buildctx_match_text(ctx ? ctx : &any, text, len, &bad) && (ctx || bad)) {
                if (bad)
                        set_error(s->b, arena_printf(perm, "%s: %s", strrchr(path, '/') + 1, bad));
                free(text);
                return false;
        }
        SourceFile f = { .path = path, .shown = shown, .recorded = path, .text = text, .len = len, .overlay = overlay };
        if (ld.cfg->trimpath) {
                bool files = strcmp(s->b->import_path, "command-line-arguments") == 0;
                f.recorded = arena_printf(perm, "%s/%s", files ? "." : s->b->import_path, strrchr(path, '/') + 1);
        }
        vec_push(perm, &s->files, f);
        return true;
}

/* The .go files of dir that belong to the build; counts those that constraints left out. */
static void scan_dir(Scan *s, const char *dir, const BuildCtx *ctx, bool overlay) {
        int n;
        const char **names = dir_names(dir, &n);
        const char *shown_dir = path_short(dir);
        for (int i = 0; i < n; i++) {
                const char *f = names[i], *path = arena_printf(perm, "%s/%s", dir, f);
                if (!ends_with(f, ".go") || f[0] == '_' || f[0] == '.' || is_dir(path))
                        continue;
                if (ends_with(f, "_test.go"))
                        s->tests++;
                else if (!buildctx_match_name(ctx, f) || !push_file(s, path, arena_printf(perm, "%s/%s", shown_dir, f), overlay, ctx))
                        s->excluded++;
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

static void scan_files(Scan *s) {
        Build *b = s->b;
        BuildCtx ctx = { "linux", "amd64", false, ld.cfg->tags, ld.cfg->ntags };
        if (!b->is_std) {
                scan_dir(s, b->dir, &ctx, false);
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
                scan_dir(s, b->dir, &ctx, false);
        if (has_overlay)
                scan_dir(s, overlay, &ctx, true);
}

/* Reads package clauses and imports of all files. */
static void read_heads(Build *b) {
        Name *pkgname = NULL;
        const char *first = NULL;
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
                        set_error(b, arena_printf(perm, "found packages %s (%s) and %s (%s) in %s", pkgname->s, first, n->s, strrchr(f->path, '/') + 1, b->dir));
                        break;
                }
        }
        b->pkg->name = pkgname ? pkgname : name_of("_");
        b->is_command = pkgname && strcmp(pkgname->s, "main") == 0;
        if (b->is_command)
                b->pkg->path = "main";
}

/* ---- imports ---------------------------------------------------------------------------------------------------------- */

/* The place of "internal" in an import path as an element; NULL: none. */
static const char *find_internal(const char *path) {
        const char *at = NULL;
        for (const char *p = path; (p = strstr(p, "internal")); p += 8)
                if ((p == path || p[-1] == '/') && (p[8] == 0 || p[8] == '/'))
                        at = p;
        return at;
}

static bool internal_allowed(const Build *from, const Build *to) {
        const char *at = find_internal(to->import_path);
        if (!at || (from->is_std && to->is_std))
                return true;
        const char *importer = from->import_path;
        if (to->is_std)
                return false;
        if (strcmp(importer, "command-line-arguments") == 0) {
                const char *error;
                importer = modules_main_path(from->dir);
                if (!importer)
                        importer = modules_path(from->dir, &error);
        }
        size_t n = (size_t)(at - to->import_path);
        return n == 0 || (importer && path_below(importer, arena_strdup(perm, to->import_path, n - 1)));
}

static Build *load_one(Build *b);

/* The Build of an import path, made and located on first use; pos: where `from` imports it (from NULL: the command line). */
static Build *find(const Build *from, const char *path, Pos pos) {
        Name *key = name_of(path);
        if (from && from->is_std && is_dir(arena_printf(perm, "%s/src/vendor/%s", ld.cfg->goroot, path)))
                key = name_of(arena_printf(perm, "vendor/%s", path));
        else if (from && !from->is_std && gopath_on())
                key = name_of(gopath_import(path, from->dir));
        Build *b = ptrmap_get(&ld.by_path, key);
        if (b)
                return b;
        Found f = { .dir = arena_printf(perm, "%s/src/%s", ld.cfg->goroot, key->s), .goversion = "go1.19", .is_std = true };
        if (strncmp(key->s, "vendor/", 7) != 0 || !is_dir(f.dir))
                f = modules_find(key->s, from);
        b = build_new(key->s, f.dir, f.goversion, f.is_std);
        ptrmap_put(&ld.by_path, key, b);
        if (f.error) {
                b->state = 2;
                set_error(b, from ? arena_printf(perm, "%s: %s", shown_pos(pos), f.error) : f.error);
                vec_push(perm, &ld.order, b);
        } else if (nmain_modules && !f.is_std) {
                int minor;
                if (sscanf(main_modules[0]->goversion, "1.%d", &minor) == 1 && minor > 19)
                        b->requires = main_modules[0]->goversion;
        }
        return b;
}

typedef struct Import { Name *path; Decl *d; Build *dep; } Import;
typedef VEC(Import) ImportVec;

static int cmp_imports(const void *x, const void *y) { return strcmp((*(Import *const *)x)->path->s, (*(Import *const *)y)->path->s); }

/* The imports of all files, each path once, in the order of the source. */
static void gather_imports(Build *b, ImportVec *out) {
        for (int i = 0; i < b->nfiles; i++) {
                FileNode *h = b->files[i].head;
                for (uint32_t k = 0; h && k < h->decls.n; k++) {
                        Decl *d = h->decls.at[k];
                        if (d->kind != DC_IMPORT || !d->import.path || d->import.path->lit.bad)
                                continue;
                        Const *c = const_from_literal(d->import.path->lit.text->s, d->import.path->lit.text->len, LIT_STRING);
                        size_t n;
                        const char *path = c ? const_string_val(c, &n) : NULL;
                        if (!path || n == 0 || strpbrk(path, "!\"#$%&'()*,:;<=>?[\\]^`{|} \t\n\r"))
                                continue;       /* the checker reports it with its position */
                        Name *key = name_intern(path, n);
                        bool seen = strcmp(key->s, "unsafe") == 0;
                        for (uint32_t j = 0; j < out->n; j++)
                                seen |= out->at[j].path == key;
                        if (!seen)
                                vec_push(perm, out, ((Import){ key, d, NULL }));
                }
        }
}

/* The bare compiler is given no packages but the standard library's. */
static bool is_bare_import(const char *path) {
        return strcmp(clean_path(path), path) == 0 && is_dir(arena_printf(perm, "%s/src/%s", ld.cfg->goroot, path));
}

/* Loads what `from` imports at d; NULL when that is an error of the importer. */
static Build *load_import_at(Build *from, Name *path, Decl *d) {
        const char *at = shown_pos(d->pos);
        if (ld.cfg->bare && !from->is_std && !is_bare_import(path->s))
                return NULL;            /* the checker reports it with its position */
        bool outside = gopath_on() && (strcmp(from->import_path, "command-line-arguments") == 0 || strncmp(from->import_path, "_/", 2) == 0);
        if (!outside && path->s[0] == '.' && (path->s[1] == '/' || path->s[1] == 0 || path->s[1] == '.')) {
                set_error(from, arena_printf(perm, "%s: local import \"%s\" in non-local package", at, path->s));
                return NULL;
        }
        if (strcmp(path->s, "C") == 0) {
                set_error(from, arena_printf(perm, "%s: minigo: import \"C\" (cgo) not supported yet", at));
                return NULL;
        }
        Build *dep = load_one(find(from, path->s, d->pos));
        if (dep->state == 1)
                set_error(dep, import_stack(arena_printf(perm, "\n\timports %s: import cycle not allowed", dep->import_path)));
        else if (!dep->imported_at)
                dep->imported_at = at;
        if (!dep->error && !internal_allowed(from, dep))
                set_error(from, import_stack(arena_printf(perm, "\n\t%s: use of internal package %s not allowed", at, path->s)));
        else if (!dep->error && dep->is_command && dep->dir != from->dir)
                set_error(from, arena_printf(perm, "%s: import \"%s\" is a program, not an importable package", at, path->s));
        return dep;
}

/* Loads what the files import: in alphabetical order, as errors are found, but kept in the order of the source, which is that
 * of initialisation. */
static void load_imports(Build *b) {
        ImportVec list = { 0 };
        gather_imports(b, &list);
        Import **sorted = arena_array(perm, Import *, list.n + 1);
        for (uint32_t i = 0; i < list.n; i++)
                sorted[i] = &list.at[i];
        qsort(sorted, list.n, sizeof *sorted, cmp_imports);
        for (uint32_t i = 0; i < list.n; i++)
                sorted[i]->dep = load_import_at(b, sorted[i]->path, sorted[i]->d);
        VEC(Build *) deps = { 0 };
        for (uint32_t i = 0; i < list.n; i++) {
                Build *dep = list.at[i].dep;
                if (!dep)
                        continue;
                ptrmap_put(&b->importmap, list.at[i].path, dep);
                vec_push(perm, &deps, dep);
                vec_push(perm, &b->pkg->imports, dep->pkg);
                if (dep->pkg->depth >= b->pkg->depth)
                        b->pkg->depth = dep->pkg->depth + 1;
        }
        b->deps = deps.at;
        b->ndeps = (int)deps.n;
}

static Build *load_one(Build *b) {
        if (b->state)
                return b;
        b->state = 1;
        vec_push(perm, &ld.stack, b);
        if (b->nfiles == 0) {
                Scan s = { .b = b };
                scan_files(&s);
                b->files = s.files.at;
                b->nfiles = (int)s.files.n;
                if (b->nfiles == 0 && s.tests)
                        b->only_tests = true;
                else if (b->nfiles == 0 && s.excluded)
                        set_error(b, import_stack(arena_printf(perm, ": build constraints exclude all Go files in %s", b->dir)));
                else if (b->nfiles == 0)
                        set_error(b, arena_printf(perm, "no Go files in %s", b->dir));
        }
        read_heads(b);
        if (!b->error)
                load_imports(b);
        if (!b->error && !b->is_std && !ld.cfg->bare) {
                const char *error = embed_scan(b);
                if (error)
                        set_error(b, error);
        }
        ld.stack.n--;
        b->state = 2;
        vec_push(perm, &ld.order, b);
        return b;
}

Package *load_import(Package *from, const char *path) {
        if (strcmp(path, "unsafe") == 0)
                return unsafe_pkg;
        Build *b = from->build, *dep = ptrmap_get(&b->importmap, name_of(path));
        return dep ? dep->pkg : NULL;
}

/* ---- arguments ------------------------------------------------------------------------------------------------------ */

static bool complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static bool complain(const char *fmt, ...) {
        va_list ap;
        va_start(ap, fmt);
        vfprintf(stderr, fmt, ap);
        va_end(ap);
        fputc('\n', stderr);
        ld.failed = true;
        return false;
}

/* A package made of the files named; NULL after a message. */
static Build *load_files(char **args, int n) {
        Build *b = build_new("command-line-arguments", working_dir(), "go1.19", false);
        Scan s = { .b = b };
        const char *dir = NULL;
        for (int i = 0; i < n; i++)
                if (!ends_with(args[i], ".go")) {
                        complain("named files must be .go files: %s", args[i]);
                        return NULL;
                }
        for (int i = 0; i < n; i++) {
                const char *abs = abs_path(args[i]), *d = clean_path(dir_of(args[i]));
                if (!is_file(abs)) {
                        if (is_dir(abs))
                                complain("%s is a directory, should be a Go file", args[i]);
                        else
                                complain("stat %s: %s", args[i], go_strerror(errno));
                        return NULL;
                }
                if (dir && strcmp(dir, d) != 0) {
                        complain("named files must all be in one directory; have %s and %s", dir, d);
                        return NULL;
                }
                dir = d;
                for (int k = 0; k < i; k++)
                        if (strcasecmp(args[k], args[i]) == 0) {
                                complain("package command-line-arguments: case-insensitive file name collision: \"%s\" and \"%s\"", strrchr(abs_path(args[k]), '/') + 1, strrchr(abs, '/') + 1);
                                return NULL;
                        }
                const char *base = strrchr(abs, '/') + 1;
                if (*base == '-') {
                        complain("package command-line-arguments: invalid input file name \"%s\"", base);
                        return NULL;
                }
                if (*base == '_' || *base == '.')
                        s.excluded++;
                else if (ends_with(args[i], "_test.go"))
                        b->only_tests = true;
                else
                        push_file(&s, abs, arena_printf(perm, "%s/%s", path_short(dir_of(abs)), strrchr(abs, '/') + 1), false, NULL);
        }
        b->dir = b->pkg->dir = abs_path(dir);
        b->files = s.files.at;
        b->nfiles = (int)s.files.n;
        b->only_tests &= b->nfiles == 0;
        if (!b->nfiles && !b->only_tests && s.excluded && !b->error) {
                complain("package command-line-arguments: no Go files in %s", b->dir);
                return NULL;
        }
        return b->nfiles ? load_one(b) : b;
}

typedef VEC(Build *) BuildVec;

static void add_named(BuildVec *out, Build *b) {
        for (uint32_t i = 0; i < out->n; i++)
                if (out->at[i] == b)
                        return;
        b->named = b->pkg->is_main_arg = true;
        vec_push(perm, out, b);
}

static void load_argument(BuildVec *named, const char *arg) {
        MatchVec found = { 0 };
        match_packages(ld.cfg, arg, &found);
        for (uint32_t i = 0; i < found.n; i++) {
                const char *path = found.at[i].path;
                Build *b = path ? load_one(find(NULL, path, (Pos){ 0 })) : build_new(arg, NULL, "go1.19", false);
                if (!path)
                        set_error(b, found.at[i].error);
                if (ld.cfg->main_only && strstr(arg, "...") && !b->is_command && !b->error)
                        continue;
                add_named(named, b);
        }
}

static int cmp_builds(const void *x, const void *y) { return strcmp((*(Build *const *)x)->import_path, (*(Build *const *)y)->import_path); }

/* Errors of what b imports, then its own, each once. */
static void print_errors(Build *b, PtrMap *seen) {
        if (ptrmap_get(seen, b))
                return;
        ptrmap_put(seen, b, b);
        Build **sorted = arena_array(perm, Build *, b->ndeps + 1);
        if (b->ndeps)
                memcpy(sorted, b->deps, sizeof *sorted * (size_t)b->ndeps);
        qsort(sorted, (size_t)b->ndeps, sizeof *sorted, cmp_builds);
        for (int i = 0; i < b->ndeps; i++)
                print_errors(sorted[i], seen);
        if (b->error && b->imported_at && !b->named && strncmp(b->error, "found packages", 14) == 0)
                fprintf(stderr, "%s: ", b->imported_at);
        if (b->error)
                fprintf(stderr, "%s\n", b->error);
}

/* Every package after what it imports; imports in the order of the source. */
static void put_in_order(Build *b, PtrMap *seen) {
        if (ptrmap_get(seen, b))
                return;
        ptrmap_put(seen, b, b);
        for (int i = 0; i < b->ndeps; i++)
                put_in_order(b->deps[i], seen);
        vec_push(perm, &ld.order, b);
}

bool load_packages(const LoadConfig *cfg, char **args, int nargs, LoadResult *out) {
        static char *dot[] = { "." };
        ld.cfg = cfg;
        if (!working_dir())
                return complain("go: getting current directory: %s", strerror(errno));
        if (!modules_init(cfg))
                return false;
        BuildVec named = { 0 };
        Build *runtime = load_one(find(NULL, "runtime", (Pos){ 0 }));           /* belongs to every program */
        if (nargs > 0 && ends_with(args[0], ".go") && (cfg->main_only || is_file(args[0]))) {
                Build *b = load_files(args, nargs);
                if (!b)
                        return false;
                add_named(&named, b);
        } else {
                if (nargs == 0)
                        args = dot, nargs = 1;
                for (int i = 0; i < nargs; i++)
                        load_argument(&named, args[i]);
        }
        if (cfg->main_only && named.n == 1 && !named.at[0]->is_command)
                set_error(named.at[0], arena_printf(perm, "package %s is not a main package", named.at[0]->import_path));
        PtrMap printed = { 0 }, ordered = { 0 };
        if (ld.failed)
                print_errors(runtime, &printed);
        for (uint32_t i = 0; ld.failed && i < named.n; i++)
                print_errors(named.at[i], &printed);
        ptrmap_free(&printed);
        ld.order.n = 0;
        put_in_order(runtime, &ordered);
        for (uint32_t i = 0; i < named.n; i++)
                put_in_order(named.at[i], &ordered);
        ptrmap_free(&ordered);
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
                        p->files.at[i]->replaced |= d->replaced;
                }
        ptrmap_free(&keys);
}

/* What is imported from the standard library stands in messages as the reference's export data has it. */
static const char *shown_as(const Build *b, const SourceFile *f) {
        const char *base = strrchr(f->path, '/');
        if (b->named || !b->is_std || f->overlay || !base)
                return f->shown;
        return arena_printf(perm, "$GOROOT/src/%s%s", b->import_path, base);
}

void load_parse(Build *b, bool skip_bodies) {
        Package *p = b->pkg;
        if (p->files.n)
                return;
        bool overlay = false;
        pragma_std = b->is_std || pragma_all_std;
        for (int i = 0; i < b->nfiles; i++) {
                SourceFile *f = &b->files[i];
                FileNode *n = parse_file(shown_as(b, f), f->recorded, f->text, f->len, skip_bodies);
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
