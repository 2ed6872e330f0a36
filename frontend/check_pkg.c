/* check_pkg.c - packages: declaring what the files of a package contain, and checking all of it.
 *
 * collect_objects puts every package-level name into the package's scope and every import into its file's scope, without
 * looking at any type; methods wait at the type name they belong to.  What an imported package declares is then resolved
 * object by object when somebody asks (check_decl.c); only the packages that are compiled go through check_package.
 * A declaration marked `replaced` (an overlay file has another one) is passed over as if it were not there.
 * After: types2's resolver.go. */
#include "check.h"
#include "load.h"       /* load_import */
#include "loader.h"     /* clean_path */
#include "unicode.h"

static bool named(const Name *n, const char *s) { return strcmp(n->s, s) == 0; }

static void add_object(Package *pkg, FileNode *f, Decl *d, Obj *o)
{
        o->file = f;
        o->decl = d;
        o->is_global = true;
        vec_push(perm, &pkg->objs, o);
        o->order = (int)pkg->objs.n;
}

/* Declares a constant, variable or type; names with a meaning of their own are refused. */
static void declare_object(Package *pkg, FileNode *f, Decl *d, Expr *ident, Obj *o)
{
        if (named(o->name, "init")) {
                err_at(ident, "cannot declare init - must be func");
                return;
        }
        if (named(o->name, "main") && named(pkg->name, "main")) {
                err_at(ident, "cannot declare main - must be func");
                return;
        }
        check_declare(pkg->scope, ident, o);
        add_object(pkg, f, d, o);
}

/* ---- imports ---------------------------------------------------------------------------------------------------------- */
/* What is wrong with an import path, or NULL; after types2/resolver.go (validatedImportPath). */
static const char *bad_import_path(const char *s, size_t n)
{
        if (n == 0)
                return "empty string";
        int len;
        for (size_t i = 0; i < n; i += (size_t)len) {
                RuneClass class = rune_class(s + i, &len);
                uint32_t r = class == RUNE_INVALID ? 0xFFFD : rune_decode(s + i, len);
                if (r == 0xFFFD || r == ' ' || (r && r < 0x80 && strchr("!\"#$%&'()*,:;<=>?[\\]^{|}`", (int)r)))
                        return arena_printf(perm, "invalid character U+%04X '%.*s'", r, r == 0xFFFD ? 3 : len, r == 0xFFFD ? "\xEF\xBF\xBD" : s + i);
                if (class == RUNE_OTHER)
                        return arena_printf(perm, "invalid character U+%04X", r);
        }
        return NULL;
}

static Package *fake_package(const char *path)
{
        const char *slash = strrchr(path, '/');
        Package *p = arena_new(perm, Package);
        p->path = path;
        p->name = name_of(slash && slash[1] ? slash + 1 : path);
        p->scope = scope_new(universe, p);
        p->fake = p->collected = p->checked = true;
        return p;
}

/* After noder/import.go (resolveImportPath, openPackage); go build refuses such paths before. */
static const char *why_not_found(const char *path)
{
        const char *clean = clean_path(path);
        if (path[0] == '/')
                return "import path cannot be absolute path";
        return strcmp(clean, path) == 0 ? "file not found" : arena_printf(perm, "non-canonical import path \"%s\" (should be \"%s\")", path, clean);
}

static Package *import_package(Package *pkg, Decl *d, const char *path)
{
        if (strcmp(path, "unsafe") == 0)
                return unsafe_pkg;
        if (strcmp(path, "C") == 0) {
                diag_unsupported(d->import.path->pos, "cgo");
                return fake_package(path);
        }
        Package *imp = pkg->build ? load_import(pkg, path) : NULL;
        if (imp && (imp->files.n || imp->collected)) {
                collect_objects(imp);
                return imp;
        }
        err_pos(d->import.path->pos, "could not import %s (%s)", path, why_not_found(path));
        return fake_package(path);
}

static void dot_import(FileNode *f, Decl *d, Obj *through)
{
        Scope *s = through->imported->scope;
        for (uint32_t i = 0; i < s->objs.n; i++) {
                Obj *o = s->objs.at[i];
                if (!o->name->exported)
                        continue;
                Obj *alt = scope_insert(f->scope, o);
                if (alt)
                        err_alt(d->import.local->pos, alt, "%s redeclared in this block", alt->name->s);
                else
                        ptrmap_put(&f->scope->dots, o->name, through);
        }
}

static void add_import(Package *pkg, Package *imp)
{
        for (uint32_t i = 0; i < pkg->imports.n; i++)
                if (pkg->imports.at[i] == imp)
                        return;
        vec_push(perm, &pkg->imports, imp);
}

static void collect_import(Package *pkg, FileNode *f, Decl *d)
{
        Expr *lit = d->import.path;
        if (!lit || lit->lit.bad)
                return;
        Const *c = const_from_literal(lit->lit.text->s, lit->lit.text->len, LIT_STRING);
        size_t n = 0;
        const char *path = c ? const_string_val(c, &n) : "", *bad = bad_import_path(path, n);
        if (bad) {
                err_at(lit, "invalid import path (%s)", bad);
                return;
        }
        Package *imp = import_package(pkg, d, path);
        Name *name = d->import.local ? d->import.local->ident.name : imp->name;
        if (named(name, "init")) {
                err_pos(d->pos, "cannot import package as init - init must be a func");
                return;
        }
        if (imp != unsafe_pkg && imp->depth + 1 > pkg->depth)
                pkg->depth = imp->depth + 1;
        add_import(pkg, imp);
        Obj *o = obj_new(OBJ_PKGNAME, d->pos, pkg, name, T_(INVALID));
        o->imported = imp;
        o->used = imp->fake || f->replaced;
        if (d->import.local)
                d->import.local->ident.obj = o;
        vec_push(perm, &pkg->import_names, o);
        if (named(name, "."))
                dot_import(f, d, o);
        else
                check_declare(f->scope, NULL, o);
}

static void unused_import(Obj *o)
{
        const char *path = o->imported->path, *slash = strrchr(path, '/'), *elem = slash ? slash + 1 : path;
        if (named(o->name, ".") || named(o->name, elem))
                err_soft(o->pos, "imported and not used: \"%s\"", path);
        else
                err_soft(o->pos, "imported and not used: \"%s\" as %s", path, o->name->s);
}

/* ---- constants, variables, types --------------------------------------------------------------------------------------- */
static void collect_consts(Package *pkg, FileNode *f, Decl *d, Decl *last, int iota, bool inherited)
{
        Expr *values = last ? last->value.values : NULL;
        d->value.inherit = inherited ? last : NULL;
        for (uint32_t i = 0; i < d->value.names.n; i++) {
                Expr *name = d->value.names.at[i];
                Obj *o = obj_new(OBJ_CONST, name->pos, pkg, name->ident.name, NULL);
                o->iota = iota;
                o->vtyp = last ? last->value.type : NULL;
                o->init = expr_unpack_at(values, (int)i);
                o->inherited = inherited;
                declare_object(pkg, f, d, name, o);
        }
        check_arity(d->pos, &d->value.names, expr_unpack_len(values), values, true, inherited);
}

static void collect_vars(Package *pkg, FileNode *f, Decl *d)
{
        Expr *values = d->value.values;
        bool shared = values && values->kind != EX_LIST && d->value.names.n > 1;        /* a, b = f() */
        ObjVec *lhs = shared ? arena_new(perm, ObjVec) : NULL;
        for (uint32_t i = 0; i < d->value.names.n; i++) {
                Expr *name = d->value.names.at[i];
                Obj *o = obj_new(OBJ_VAR, name->pos, pkg, name->ident.name, NULL);
                o->vtyp = d->value.type;
                o->init = shared ? values : expr_unpack_at(values, (int)i);
                o->lhs = lhs;
                if (lhs)
                        vec_push(perm, lhs, o);
                declare_object(pkg, f, d, name, o);
        }
        if (!d->value.type || values)
                check_arity(d->pos, &d->value.names, expr_unpack_len(values), values, false, false);
        if (d->embeds)
                late_embed(d, false);
}

static void version_tparams(Package *pkg, FieldVec *tparams)
{
        if (tparams->n && !check_version(pkg, 18))
                err_version(tparams->at[0]->pos, "go1.18", "type parameter");
}

/* ---- functions, methods --------------------------------------------------------------------------------------------------- */
typedef struct { Obj *o; bool ptr; Expr *recv; } Method;
typedef VEC(Method) MethodVec;

/* The name in a receiver type, and whether a pointer stands before it; NULL: not of that form. */
static Expr *receiver_base(Expr *t, bool *ptr)
{
        *ptr = false;
        while (t->kind == EX_PAREN || (t->kind == EX_UNARY && t->op == OPR_MUL)) {
                if (t->kind == EX_UNARY)
                        *ptr = true;
                t = t->kind == EX_PAREN ? t->paren.x : t->bin.x;
        }
        if (t->kind == EX_INDEX)
                t = t->index.x;
        return t->kind == EX_NAME ? t : NULL;
}

/* The type that a method belongs to: follows aliases of the package; at most one pointer on the way. */
static Obj *receiver_type(Package *pkg, Expr *t, bool *ptr)
{
        enum { TOO_MANY = 100 };        /* aliases: only a cycle has as many */
        for (int i = 0; i < TOO_MANY; i++) {
                t = expr_unparen(t);
                if (t->kind == EX_UNARY && t->op == OPR_MUL) {
                        if (*ptr)
                                return NULL;
                        *ptr = true;
                        t = expr_unparen(t->bin.x);
                }
                if (t->kind != EX_NAME)
                        return NULL;
                Obj *o = scope_lookup(pkg->scope, t->ident.name);
                if (!o || o->kind != OBJ_TYPENAME)
                        return NULL;
                if (!o->decl->type.alias)
                        return o;
                t = o->decl->type.type;
        }
        return NULL;
}

static void collect_func(Package *pkg, FileNode *f, Decl *d, MethodVec *methods)
{
        Name *name = d->func.name->ident.name;
        Obj *o = obj_new(OBJ_FUNC, d->func.name->pos, pkg, name, NULL);
        bool special = !d->func.recv && (named(name, "init") || (named(name, "main") && named(pkg->name, "main"))), reported = false;
        if (special) {
                if (d->func.tparams.n) {
                        err_soft(d->func.tparams.at[0]->pos, "func %s must have no type parameters", name->s);
                        reported = true;
                }
                if (d->func.type->ftype.params.n || d->func.type->ftype.results.n)
                        err_soft(d->pos, "func %s must have no arguments and no return values", name->s);
        }
        FuncInfo *info = arena_new(perm, FuncInfo);
        info->obj = o;
        info->decl = d;
        info->pkg = pkg;
        o->info = d->func.info = info;
        if (d->func.recv) {
                bool ptr;
                Expr *base = receiver_base(d->func.recv->type, &ptr);
                if (base && !named(name, "_")) {
                        Method m = { o, ptr, base };
                        vec_push(perm, methods, m);
                }
                d->func.name->ident.obj = o;
        } else if (named(name, "init")) {
                o->parent = pkg->scope;
                d->func.name->ident.obj = o;
                if (!decl_has_body(d))
                        err_soft(o->pos, "missing function body");
                vec_push(perm, &pkg->init_funcs, o);
        } else {
                check_declare(pkg->scope, d->func.name, o);
        }
        if (!reported)
                version_tparams(pkg, &d->func.tparams);
        add_object(pkg, f, d, o);
        vec_push(perm, &pkg->funcs, info);
}

static void associate_methods(Package *pkg, MethodVec *methods)
{
        for (uint32_t i = 0; i < methods->n; i++) {
                Method *m = &methods->at[i];
                bool ptr = m->ptr;
                Obj *base = receiver_type(pkg, m->recv, &ptr);
                if (!base)
                        continue;
                m->o->ptr_recv = ptr;
                if (!base->lhs)
                        base->lhs = arena_new(perm, ObjVec);
                vec_push(perm, base->lhs, m->o);
        }
}

/* ---- collecting -------------------------------------------------------------------------------------------------------------- */
static void collect_file(Package *pkg, FileNode *f, MethodVec *methods)
{
        Decl *last = NULL;
        int first = -1;
        Decl *before = NULL;
        for (uint32_t i = 0; i < f->decls.n; before = f->decls.at[i], i++) {
                Decl *d = f->decls.at[i];
                d->file = f;
                if (d->kind != DC_CONST)
                        first = -1;
                switch ((DeclKind)d->kind) {
                case DC_IMPORT:
                        collect_import(pkg, f, d);
                        break;
                case DC_CONST: {
                        if (first < 0 || d->group == 0 || before->group != d->group) {
                                first = (int)i;
                                last = NULL;
                        }
                        bool own = d->value.type || d->value.values, inherited = !own && last;
                        if (own)
                                last = d;
                        if (!d->replaced)
                                collect_consts(pkg, f, d, last, (int)i - first, inherited);
                        break;
                }
                case DC_VAR:
                        if (!d->replaced)
                                collect_vars(pkg, f, d);
                        break;
                case DC_TYPE:
                        if (!d->replaced) {
                                version_tparams(pkg, &d->type.tparams);
                                Expr *name = d->type.name;
                                Obj *o = obj_new(OBJ_TYPENAME, name->pos, pkg, name->ident.name, NULL);
                                o->is_alias = d->type.alias;
                                if (d->type.tparams.n || (o->is_alias && d->type.type->kind != EX_NAME && d->type.type->kind != EX_SELECTOR))
                                        pkg->types_in_order = true;
                                declare_object(pkg, f, d, name, o);
                        }
                        break;
                case DC_FUNC:
                        if (!d->replaced)
                                collect_func(pkg, f, d, methods);
                        break;
                }
        }
}

/* Objects of the file scope (imports) and of the package scope must have different names. */
static void check_file_scope(Package *pkg, FileNode *f)
{
        for (uint32_t i = 0; i < f->scope->objs.n; i++) {
                Obj *o = f->scope->objs.at[i], *alt = scope_lookup(pkg->scope, o->name);
                if (!alt)
                        continue;
                if (o->kind == OBJ_PKGNAME)
                        err_alt(alt->pos, o, "%s already declared through import of package %s (\"%s\")", alt->name->s, o->imported->name->s, o->imported->path);
                else
                        err_alt(alt->pos, o, "%s already declared through dot-import of package %s (\"%s\")", alt->name->s, o->pkg->name->s, o->pkg->path);
        }
}

void collect_objects(Package *pkg)
{
        if (pkg->collected)
                return;
        pkg->collected = true;
        universe_init();
        Env saved = env;
        env = (Env){ .pkg = pkg };
        if (!pkg->scope)
                pkg->scope = scope_new(universe, pkg);
        MethodVec methods = { 0 };
        for (uint32_t i = 0; i < pkg->files.n; i++) {
                FileNode *f = pkg->files.at[i];
                f->pkg = pkg;
                f->scope = scope_new(pkg->scope, pkg);
                if (!pkg->name)
                        pkg->name = f->pkgname->ident.name;
                if (named(f->pkgname->ident.name, "_"))
                        err_at(f->pkgname, "invalid package name _");
                else if (f->pkgname->ident.name != pkg->name)
                        err_pos(f->pos, "package %s; expected %s", f->pkgname->ident.name->s, pkg->name->s);
                collect_file(pkg, f, &methods);
        }
        for (uint32_t i = 0; i < pkg->files.n; i++)
                check_file_scope(pkg, pkg->files.at[i]);
        associate_methods(pkg, &methods);
        env = saved;
}

/* ---- bodies ------------------------------------------------------------------------------------------------------------------------ */
void check_func_body(FuncInfo *f)
{
        if (f->checked || !f->decl)
                return;
        f->checked = true;
        check_enter();
        Env saved = env;
        env = (Env){ .pkg = f->pkg, .scope = f->decl->file->scope };
        obj_decl(f->obj, NULL);
        parse_body(f->decl);
        if (f->decl->func.body) {
                int top = check_delayed_top();
                check_func_body_in(f->obj, f, f->sig, f->decl->func.body, NULL);
                check_process_delayed(top);
        }
        env = saved;
        check_leave();
}

/* ---- checking ------------------------------------------------------------------------------------------------------------------------- */
void check_package(Package *pkg)
{
        if (pkg->checked)
                return;
        pkg->checked = true;
        collect_objects(pkg);
        check_enter();
        Env saved = env;
        env = (Env){ .pkg = pkg };
        check_types_in_order(pkg);
        for (uint32_t i = 0; i < pkg->objs.n; i++)
                obj_decl(pkg->objs.at[i], NULL);
        check_process_delayed(0);
        for (uint32_t i = 0; i < pkg->funcs.n; i++)
                check_func_body(pkg->funcs.at[i]);
        check_init_order(pkg);
        for (uint32_t i = 0; i < pkg->import_names.n; i++) {
                Obj *o = pkg->import_names.at[i];
                if (!o->used && !named(o->name, "_"))
                        unused_import(o);
        }
        mono_check(diag_count() == 0);
        check_late(pkg, diag_count() == 0);
        env = saved;
        check_leave();
}
