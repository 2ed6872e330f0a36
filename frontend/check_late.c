/* check_late.c - what the reference complains about only once a package's types are right: //go:embed and //go:linkname, types too
 * large to exist, type declarations in generic functions, misplaced directives, functions without body; and of what is
 * right, what nobody can compile yet: instances.
 *
 * While checking goes on, the places to look at again are noted; check_late looks at them if nothing else was wrong.
 * After: cmd/compile/internal/noder (noder.go, stmt.go, irgen.go), types/size.go, staticdata/embed.go. */
#include "check.h"
#include "load.h"

bool check_bare;
bool check_complete = true;

typedef enum LateKind { LATE_TYPE, LATE_EMBED, LATE_GENERIC, LATE_PRAGMAS } LateKind;
typedef struct { LateKind kind; Pos pos; Type *t; Decl *d; bool local; } Late;

static VEC(Late) noted;

typedef struct Instance { Pos pos; Package *pkg; Type *t; TypeVec *targs; } Instance;

static VEC(Instance) instances;         /* those written in source */

void late_type(Pos p, Type *t)
{
        Late l = { .kind = LATE_TYPE, .pos = pos_known(env.errpos) ? env.errpos : p, .t = t };
        vec_push(perm, &noted, l);
}

void late_embed(Decl *d, bool local)
{
        Late l = { .kind = LATE_EMBED, .pos = d->embeds->pos, .d = d, .local = local };
        vec_push(perm, &noted, l);
}

/* The directives of a local declaration. */
void late_pragmas(Decl *d)
{
        if (!d->npragmas && !d->embeds)
                return;
        Late l = { .kind = LATE_PRAGMAS, .d = d };
        vec_push(perm, &noted, l);
}

static bool in_generic_func(void)
{
        for (FuncInfo *f = env.func; f; f = f->outer)
                if (f->sig && (f->sig->func.tparams.n || f->sig->func.rtparams.n))
                        return true;
        return false;
}

void late_local_types(Pos p)
{
        Late l = { .kind = LATE_GENERIC, .pos = p };
        if (in_generic_func())
                vec_push(perm, &noted, l);
}

void late_instance(Pos p, Type *t, TypeVec *targs)
{
        Instance in = { p, env.pkg, t, targs };
        if (!in_generic_func())
                vec_push(perm, &instances, in);
}

/* ---- instances ---------------------------------------------------------------------------------------------------------- */
enum { WALK_DEPTH_MAX = 100 };          /* an instance may have other instances in it without end */

typedef struct InstanceWalk { PtrMap seen; int depth; bool methods, open; } InstanceWalk;

static void walk_parts(InstanceWalk *w, Type *t);

static void walk_vars(InstanceWalk *w, ObjVec *v)
{
        for (uint32_t i = 0; i < v->n; i++)
                walk_parts(w, v->at[i]->type);
}

/* A generic type without methods is a type like any other once instantiated; notes whether t or a part of it has methods, which
 * would be generic functions, and whether it is open, that is, mentions a type parameter. */
static void walk_parts(InstanceWalk *w, Type *t)
{
        if (!t || w->depth > WALK_DEPTH_MAX)
                return;
        w->depth++;
        switch (t->kind) {
        case TY_TYPEPARAM:
                w->open = true;
                break;
        case TY_NAMED:
                if (!t->named.orig || ptrmap_get(&w->seen, t))
                        break;
                ptrmap_put(&w->seen, t, t);
                for (uint32_t i = 0; i < t->named.targs.n; i++)
                        walk_parts(w, t->named.targs.at[i]);
                w->methods |= named_nmethods(t) > 0;
                if (!w->methods && !w->open)
                        walk_parts(w, type_under(t));
                break;
        case TY_ARRAY:
                walk_parts(w, t->array.elem);
                break;
        case TY_SLICE:
        case TY_POINTER:
                walk_parts(w, t->elem.elem);
                break;
        case TY_CHAN:
                walk_parts(w, t->chan.elem);
                break;
        case TY_MAP:
                walk_parts(w, t->map.key);
                walk_parts(w, t->map.elem);
                break;
        case TY_TUPLE:
                walk_vars(w, &t->tuple.vars);
                break;
        case TY_STRUCT:
                walk_vars(w, &t->strct.fields);
                break;
        case TY_FUNC:
                walk_parts(w, t->func.params);
                walk_parts(w, t->func.results);
                break;
        case TY_INTERFACE:
                walk_vars(w, &type_set(t)->methods);
                break;
        default:
                break;
        }
        w->depth--;
}

void check_instances(Package *pkg, bool code)
{
        for (uint32_t i = 0; i < instances.n; i++) {
                Instance *in = &instances.at[i];
                InstanceWalk w = { 0 };
                if (in->pkg != pkg || (in->t && !code))
                        continue;
                for (uint32_t k = 0; k < in->targs->n; k++)
                        walk_parts(&w, in->targs->at[k]);
                w.methods = !in->t;             /* the arguments are written here too, and speak for themselves */
                if (!w.open)
                        walk_parts(&w, in->t);
                if (w.methods && !w.open)
                        diag_unsupported(in->pos, in->t ? arena_printf(perm, "instantiation of generic types with methods (%s)", type_string(perm, in->t, pkg))
                                                        : "instantiation of generic functions");
                ptrmap_free(&w.seen);
        }
}

/* ---- sizes ------------------------------------------------------------------------------------------------------------ */
static void check_type_size(Late *l)
{
        static const int64_t max_width = (int64_t)1 << 50;
        enum { MAX_CHAN_ELEM = 1 << 16 };
        Type *t = l->t;
        if (t->kind == TY_CHAN) {
                if (type_size(t->chan.elem) >= MAX_CHAN_ELEM)
                        err_pos(l->pos, "channel element type too large (>64kB)");
                return;
        }
        if (t->kind == TY_ARRAY) {
                int64_t elem = type_size(t->array.elem);
                if (elem > 0 && elem < max_width && t->array.len > (max_width - 1) / elem)
                        err_pos(l->pos, "type %s larger than address space", type_string_ir(perm, t, env.pkg));
        } else if (type_size(t) >= max_width) {
                for (uint32_t i = 0; i < t->strct.fields.n; i++)
                        if (type_size(t->strct.fields.at[i]->type) >= max_width)
                                return;         /* what is too large is that */
                err_pos(l->pos, "type %s too large", type_string_ir(perm, t, env.pkg));
        }
}

/* ---- directives --------------------------------------------------------------------------------------------------------- */
static bool file_imports(FileNode *f, const char *quoted)
{
        for (uint32_t i = 0; i < f->decls.n; i++) {
                Decl *d = f->decls.at[i];
                if (d->kind == DC_IMPORT && d->import.path && strcmp(d->import.path->lit.text->s, quoted) == 0)
                        return true;
        }
        return false;
}

static bool embeddable(Type *t)
{
        if (t->kind == TY_NAMED && t->named.obj->pkg && strcmp(t->named.obj->pkg->path, "embed") == 0 && strcmp(t->named.obj->name->s, "FS") == 0)
                return true;
        return type_is_string(t) || type_is_bytes(t);
}

static void check_embed(Late *l)
{
        Decl *d = l->d;
        const char *msg = NULL;
        if (!file_imports(d->file ? d->file : env.pkg->files.at[0], "\"embed\""))
                msg = "go:embed only allowed in Go files that import \"embed\"";
        else if (d->value.names.n > 1)
                msg = "go:embed cannot apply to multiple vars";
        else if (d->value.values)
                msg = "go:embed cannot apply to var with initializer";
        else if (!d->value.type)
                msg = "go:embed cannot apply to var without type";
        else if (l->local)
                msg = "go:embed cannot apply to var inside func";
        else if (!check_version(env.pkg, 16))
                msg = arena_printf(perm, "go:embed requires go1.16 or later (-lang was set to %s; check go.mod)", env.pkg->goversion);
        if (msg) {
                err_pos(l->pos, "%s", msg);
                return;
        }
        Obj *v = d->value.names.at[0]->ident.obj;
        if (v && v->type && !embeddable(v->type))
                err_pos(v->pos, "go:embed cannot apply to var of type %s", type_string_ir(perm, v->type, env.pkg));
        else if (check_bare)
                err_pos(l->pos, "invalid go:embed: build system did not supply embed configuration");
}

/* Complains about directives that do not go with the declaration they stand before. */
static void check_pragmas(Decl *d, uint32_t allowed)
{
        for (uint32_t i = 0; i < d->npragmas; i++)
                if (d->pragmas[i].flags & d->pragma & ~allowed)
                        err_pos(d->pragmas[i].pos, "misplaced compiler directive");
        for (Embed *e = d->kind == DC_VAR ? NULL : d->embeds; e; e = e->next)
                err_pos(e->pos, "misplaced go:embed directive");
}

static void check_func_pragmas(Decl *d)
{
        check_pragmas(d, ~(uint32_t)(PRAGMA_NOTINHEAP | PRAGMA_GOBUILD));
        if (d->pragma & PRAGMA_SYSTEMSTACK && d->pragma & PRAGMA_NOSPLIT)
                err_pos(d->pos, "go:nosplit and go:systemstack cannot be combined");
        if (!decl_has_body(d))
                return;
        if (d->pragma & PRAGMA_NOESCAPE)
                err_pos(d->pos, "can only use //go:noescape with external func implementations");
        if (d->pragma & PRAGMA_UINTPTRKEEPALIVE && !(d->pragma & (PRAGMA_UINTPTRESCAPES | PRAGMA_NOSPLIT)))
                err_pos(d->pos, "go:uintptrkeepalive requires go:nosplit");
}

static void check_decl_pragmas(Decl *d)
{
        if (d->kind == DC_FUNC)
                check_func_pragmas(d);
        else
                check_pragmas(d, d->kind == DC_TYPE && !d->type.alias ? PRAGMA_NOTINHEAP : 0);
}

/* In the reference's order: package clauses and imports, types, the rest. */
static void check_all_pragmas(Package *pkg)
{
        for (uint32_t i = 0; i < pkg->files.n; i++) {
                FileNode *f = pkg->files.at[i];
                if (f->clause)
                        check_pragmas(f->clause, PRAGMA_GOBUILD);
                for (uint32_t j = 0; j < f->decls.n; j++)
                        if (f->decls.at[j]->kind == DC_IMPORT)
                                check_decl_pragmas(f->decls.at[j]);
        }
        for (int types = 1; types >= 0; types--)
                for (uint32_t i = 0; i < pkg->files.n; i++) {
                        DeclVec *v = &pkg->files.at[i]->decls;
                        for (uint32_t j = 0; j < v->n; j++) {
                                Decl *d = v->at[j];
                                if (d->kind != DC_IMPORT && (d->kind == DC_TYPE) == types)
                                        check_decl_pragmas(d);
                        }
                }
}

static void check_linknames(Package *pkg, FileNode *f, PtrMap *seen)
{
        for (Linkname *l = f->linknames; l; l = l->next) {
                if (!file_imports(f, "\"unsafe\"")) {
                        err_pos(l->pos, "//go:linkname only allowed in Go files that import \"unsafe\"");
                        continue;
                }
                Obj *o = scope_lookup(pkg->scope, l->local);
                if (!o || (o->kind != OBJ_VAR && o->kind != OBJ_FUNC)) {
                        if (check_version(pkg, 18))
                                err_pos(l->pos, "//go:linkname must refer to declared function or variable");
                        continue;
                }
                if (ptrmap_get(seen, o))
                        err_pos(l->pos, "duplicate //go:linkname for %s", l->local->s);
                else if (l->remote)
                        ptrmap_put(seen, o, o);
        }
}

/* ---- bodies ---------------------------------------------------------------------------------------------------------------- */
static bool has_linkname(Decl *d)
{
        for (Linkname *l = d->file->linknames; l; l = l->next)
                if (l->local == d->func.name->ident.name)
                        return true;
        return false;
}

/* A function without body must be one that assembly or a //go:linkname can provide. */
static void missing_bodies(Package *pkg)
{
        Build *b = pkg->build;
        if (!check_complete || pkg->is_std || (b && (b->is_std || b->has_asm)))
                return;
        for (uint32_t i = 0; i < pkg->funcs.n; i++) {
                Decl *d = pkg->funcs.at[i]->decl;
                if (!decl_has_body(d) && !has_linkname(d))
                        err_pos(d->pos, "missing function body");
        }
}

void check_late(Package *pkg, bool clean)
{
        if (clean)
                check_all_pragmas(pkg);
        for (uint32_t i = 0; clean && i < noted.n; i++) {
                Late *l = &noted.at[i];
                switch (l->kind) {
                case LATE_TYPE:    check_type_size(l); break;
                case LATE_EMBED:   check_embed(l); break;
                case LATE_PRAGMAS: check_decl_pragmas(l->d); break;
                case LATE_GENERIC: err_pos(l->pos, "type declarations inside generic functions are not currently supported"); break;
                }
        }
        noted.n = 0;
        if (!clean)
                return;
        PtrMap seen = { 0 };
        for (uint32_t i = 0; !pkg->is_std && i < pkg->files.n; i++)
                check_linknames(pkg, pkg->files.at[i], &seen);
        ptrmap_free(&seen);
        missing_bodies(pkg);
}
