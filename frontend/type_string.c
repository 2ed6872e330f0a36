/* type_string.c - types as text, in the four dialects that the reference speaks.
 *
 *   CHECK    errors of the type checker: "func(x int) (y string, err error)", packages by name
 *   IR       -m lines and errors after checking: "func(int) (string, error)", "interface {}", local package unqualified
 *   REFLECT  what reflect prints at run time: like IR, every package by name, byte and any spelled out
 *   LINK     unique: packages by path, local types numbered; equal iff the types are identical
 * A package name that the import graph has twice is replaced by the quoted path in CHECK and IR.
 * After: types2's typestring.go and object.go, cmd/compile/internal/types/fmt.go. */
#include "check.h"

typedef enum Dialect { CHECK, IR, REFLECT, LINK } Dialect;

typedef struct Printing { const Type *t; struct Printing *up; } Printing;

typedef struct Writer {
        Str       b;
        Dialect   mode;
        Package  *rel;
        Printing *open;                 /* types being printed, against cycles */
} Writer;

static void write_type(Writer *w, Type *t);

/* ---- package qualification --------------------------------------------------------------------------------------------- */
static Package ambiguous;               /* stands for two packages of one name */
#define AMBIGUOUS (&ambiguous)

static void mark_imports(Package *p, PtrMap *seen, PtrMap *by_name)
{
        if (ptrmap_get(seen, p))
                return;
        ptrmap_put(seen, p, p);
        Package *first = ptrmap_get(by_name, p->name);
        if (!first)
                ptrmap_put(by_name, p->name, p);
        else if (first != AMBIGUOUS && strcmp(first->path, p->path) != 0)
                ptrmap_put(by_name, p->name, AMBIGUOUS);
        for (uint32_t i = 0; i < p->imports.n; i++)
                mark_imports(p->imports.at[i], seen, by_name);
}

typedef struct Known { Package *rel; uint32_t nimports; PtrMap by_name, types; } Known;         /* the packages that rel knows of */

static void mark_package(Known *k, Package *p)
{
        Package *first = ptrmap_get(&k->by_name, p->name);
        if (!first)
                ptrmap_put(&k->by_name, p->name, p);
        else if (first != p)
                ptrmap_put(&k->by_name, p->name, AMBIGUOUS);
}

static void mark_type(Known *k, Type *t);

static void mark_objects(Known *k, ObjVec *v)
{
        for (uint32_t i = 0; i < v->n; i++) {
                obj_resolve(v->at[i]);
                mark_type(k, v->at[i]->type);
        }
}

/* The packages of the types that t is made of. */
static void mark_type(Known *k, Type *t)
{
        if (!t || ptrmap_get(&k->types, t))
                return;
        ptrmap_put(&k->types, t, t);
        switch (t->kind) {
        case TY_NAMED:
                if (t->named.obj->pkg && t->named.obj->pkg != k->rel)
                        mark_package(k, t->named.obj->pkg);
                mark_type(k, type_under(t));
                mark_objects(k, &t->named.methods);
                return;
        case TY_POINTER: case TY_SLICE:
                mark_type(k, t->elem.elem);
                return;
        case TY_ARRAY:
                mark_type(k, t->array.elem);
                return;
        case TY_CHAN:
                mark_type(k, t->chan.elem);
                return;
        case TY_MAP:
                mark_type(k, t->map.key);
                mark_type(k, t->map.elem);
                return;
        case TY_STRUCT:
                mark_objects(k, &t->strct.fields);
                return;
        case TY_TUPLE:
                mark_objects(k, &t->tuple.vars);
                return;
        case TY_FUNC:
                mark_type(k, t->func.params);
                mark_type(k, t->func.results);
                return;
        case TY_INTERFACE:
                mark_objects(k, iface_methods(t));
                return;
        default:
                return;
        }
}

/* In -m lines: are two packages of p's name among those that rel imports, and those whose types it can meet there?  That is what
 * the reference's export data names; its own runtime, when it is imported, makes runtime/internal/atomic known. */
bool package_name_is_ambiguous(Package *rel, Package *p)
{
        static Known graph, known;
        if (!rel)
                return false;
        if (graph.rel != rel || graph.nimports != rel->imports.n) {
                PtrMap seen = { 0 };
                ptrmap_free(&graph.by_name);
                graph = (Known){ .rel = rel, .nimports = rel->imports.n };
                ptrmap_put(&seen, rel, rel);
                for (uint32_t i = 0; i < rel->imports.n; i++) {
                        mark_imports(rel->imports.at[i], &seen, &graph.by_name);
                        if (strcmp(rel->imports.at[i]->path, "runtime") == 0)
                                ptrmap_put(&graph.by_name, name_of("atomic"), AMBIGUOUS);
                }
                ptrmap_free(&seen);
        }
        if (ptrmap_get(&graph.by_name, p->name) != AMBIGUOUS)
                return false;           /* most names: nothing has to be resolved */
        if (known.rel != rel || known.nimports != rel->imports.n) {
                ptrmap_free(&known.by_name);
                ptrmap_free(&known.types);
                known = (Known){ .rel = rel, .nimports = rel->imports.n };
                for (uint32_t i = 0; i < rel->imports.n; i++) {
                        Package *q = rel->imports.at[i];
                        mark_package(&known, q);
                        for (uint32_t j = 0; q->scope && j < q->scope->objs.n; j++)
                                if (q->scope->objs.at[j]->exported) {
                                        obj_resolve(q->scope->objs.at[j]);
                                        mark_type(&known, q->scope->objs.at[j]->type);
                                }
                        if (strcmp(q->path, "runtime") == 0)
                                ptrmap_put(&known.by_name, name_of("atomic"), AMBIGUOUS);
                }
        }
        return ptrmap_get(&known.by_name, p->name) == AMBIGUOUS;
}

/* In the checker's messages the whole import graph counts, and rel itself. */
static bool name_is_ambiguous(Package *rel, Package *p)
{
        static Known known;
        if (!rel)
                return false;
        if (known.rel != rel || known.nimports != rel->imports.n) {
                PtrMap seen = { 0 };
                ptrmap_free(&known.by_name);
                known = (Known){ .rel = rel, .nimports = rel->imports.n };
                mark_imports(rel, &seen, &known.by_name);
                ptrmap_free(&seen);
        }
        return ptrmap_get(&known.by_name, p->name) == AMBIGUOUS;
}

static void write_package(Writer *w, Package *p)
{
        if (!p)
                return;
        switch (w->mode) {
        case CHECK:
        case IR:
                if (p == w->rel)
                        return;
                if (w->mode == CHECK && !w->rel) {      /* terms of unions: types2's String, which has no qualifier */
                        str_printf(&w->b, "%s.", p->path);
                        return;
                }
                if (w->mode == IR ? package_name_is_ambiguous(w->rel, p) : name_is_ambiguous(w->rel, p))
                        str_printf(&w->b, "\"%s\".", p->path);
                else
                        str_printf(&w->b, "%s.", p->name ? p->name->s : p->path);
                return;
        case REFLECT:
                str_printf(&w->b, "%s.", p->name->s);
                return;
        case LINK:
                str_printf(&w->b, "%s.", p->path);
        }
}

/* ---- signatures --------------------------------------------------------------------------------------------------------- */
static void write_tuple(Writer *w, Type *t, bool variadic)
{
        str_putc(&w->b, '(');
        for (uint32_t i = 0; t && i < t->tuple.vars.n; i++) {
                Obj *v = t->tuple.vars.at[i];
                if (i)
                        str_puts(&w->b, ", ");
                if (w->mode == CHECK && v->name && v->name->len)
                        str_printf(&w->b, "%s ", v->name->s);
                if (variadic && i == t->tuple.vars.n - 1) {
                        if (v->type->kind == TY_SLICE) {
                                str_puts(&w->b, "...");
                                write_type(w, v->type->elem.elem);
                        } else {
                                write_type(w, v->type);
                                str_puts(&w->b, "...");
                        }
                        continue;
                }
                write_type(w, v->type);
        }
        str_putc(&w->b, ')');
}

static void write_tparams(Writer *w, TypeVec *v)
{
        str_putc(&w->b, '[');
        Type *prev = NULL;
        for (uint32_t i = 0; i < v->n; i++) {
                Type *t = v->at[i];
                if (i) {
                        if (t->tparam.bound != prev) {
                                str_putc(&w->b, ' ');
                                write_type(w, prev);
                        }
                        str_puts(&w->b, ", ");
                }
                prev = t->tparam.bound;
                write_type(w, t);
        }
        if (prev) {
                str_putc(&w->b, ' ');
                write_type(w, prev);
        }
        str_putc(&w->b, ']');
}

static void write_signature(Writer *w, Type *t)
{
        if (t->func.tparams.n)
                write_tparams(w, &t->func.tparams);
        write_tuple(w, t->func.params, t->func.variadic);
        Type *r = t->func.results;
        if (!r)
                return;
        str_putc(&w->b, ' ');
        Obj *first = r->tuple.vars.at[0];
        if (r->tuple.vars.n == 1 && (w->mode != CHECK || !first->name || first->name->len == 0))
                write_type(w, first->type);
        else
                write_tuple(w, r, false);
}

/* ---- composite types ------------------------------------------------------------------------------------------------------- */
static void write_quoted(Writer *w, const char *s)
{
        str_puts(&w->b, const_string_exact(perm, const_string(s, strlen(s))));
}

static void write_field_name(Writer *w, Obj *f)
{
        if (w->mode != CHECK && w->mode != REFLECT && !f->name->exported)
                write_package(w, f->pkg);
        str_puts(&w->b, f->name->s);
}

/* LINK: an embedded field renamed by an alias is written "Name = type". */
static bool embedded_renamed(Obj *f)
{
        bool isptr;
        Type *t = type_deref(f->type, &isptr);
        Name *n = t->kind == TY_NAMED ? t->named.obj->name : t->kind <= TY_UNSAFEPTR ? name_of(t->basic.name) : NULL;
        return n != f->name;
}

static void write_struct(Writer *w, Type *t)
{
        bool gc = w->mode != CHECK;
        str_puts(&w->b, gc ? "struct {" : "struct{");
        for (uint32_t i = 0; i < t->strct.fields.n; i++) {
                Obj *f = t->strct.fields.at[i];
                if (i)
                        str_puts(&w->b, gc ? ";" : "; ");
                if (gc)
                        str_putc(&w->b, ' ');
                if (!f->embedded) {
                        write_field_name(w, f);
                        str_putc(&w->b, ' ');
                } else if (w->mode == LINK && embedded_renamed(f)) {
                        write_field_name(w, f);
                        str_puts(&w->b, " = ");
                }
                write_type(w, f->type);
                const char *tag = t->strct.tags ? t->strct.tags[i] : NULL;
                if (tag && *tag) {
                        str_putc(&w->b, ' ');
                        write_quoted(w, tag);
                }
        }
        if (gc && t->strct.fields.n)
                str_putc(&w->b, ' ');
        str_putc(&w->b, '}');
}

static void write_check_interface(Writer *w, Type *t)
{
        if (t == type_any) {
                str_puts(&w->b, "any");
                return;
        }
        if (type_comparable && t == type_comparable->named.under) {
                str_puts(&w->b, "interface{comparable}");
                return;
        }
        if (t->iface.implicit) {
                if (t->iface.methods.n == 0 && t->iface.embeds.n == 1) {
                        write_type(w, t->iface.embeds.at[0]);
                        return;
                }
                str_puts(&w->b, "/* implicit */ ");
        }
        str_puts(&w->b, "interface{");
        uint32_t n = 0;
        for (uint32_t i = 0; i < t->iface.methods.n; i++) {
                if (n++)
                        str_puts(&w->b, "; ");
                str_puts(&w->b, t->iface.methods.at[i]->name->s);
                write_signature(w, t->iface.methods.at[i]->type);
        }
        for (uint32_t i = 0; i < t->iface.embeds.n; i++) {
                if (n++)
                        str_puts(&w->b, "; ");
                write_type(w, t->iface.embeds.at[i]);
        }
        str_putc(&w->b, '}');
}

static void write_interface(Writer *w, Type *t)
{
        if (w->mode == CHECK) {
                write_check_interface(w, t);
                return;
        }
        if (w->mode == IR && t == type_any) {
                str_puts(&w->b, "any");
                return;
        }
        TypeSet *s = type_set(t);
        Dialect mode = w->mode;
        str_puts(&w->b, "interface {");
        for (uint32_t i = 0; i < s->methods.n; i++) {
                Obj *m = s->methods.at[i];
                str_puts(&w->b, i ? "; " : " ");
                if (!m->name->exported) {
                        if (w->mode != REFLECT)
                                w->mode = LINK;         /* as the reference does: from here on */
                        write_package(w, m->pkg);
                }
                str_puts(&w->b, m->name->s);
                write_signature(w, m->type);
        }
        for (int i = 0; i < s->nterms; i++) {
                str_puts(&w->b, i ? "|" : s->methods.n ? "; " : " ");
                if (s->terms[i].tilde)
                        str_putc(&w->b, '~');
                write_type(w, s->terms[i].type);
        }
        if (s->comparable)
                str_puts(&w->b, s->methods.n ? "; comparable" : " comparable");
        if (s->methods.n || s->nterms > 0 || s->comparable)
                str_putc(&w->b, ' ');
        str_putc(&w->b, '}');
        w->mode = mode;
}

static void write_chan(Writer *w, Type *t)
{
        Type *e = t->chan.elem;
        bool parens = t->chan.dir == CHAN_BOTH && e->kind == TY_CHAN && e->chan.dir == CHAN_RECV;
        str_puts(&w->b, t->chan.dir == CHAN_BOTH ? "chan " : t->chan.dir == CHAN_SEND ? "chan<- " : "<-chan ");
        if (parens)
                str_putc(&w->b, '(');
        write_type(w, e);
        if (parens)
                str_putc(&w->b, ')');
}

static void write_named(Writer *w, Type *t)
{
        Obj *o = t->named.obj;
        write_package(w, o->pkg);
        str_puts(&w->b, o->name->s);
        int vargen = t->named.orig ? t->named.orig->named.vargen : t->named.vargen;
        if (w->mode == LINK && vargen)
                str_printf(&w->b, "\302\267%d", vargen);
        if (t->named.targs.n) {
                Dialect mode = w->mode;
                if (mode != CHECK)
                        w->mode = LINK;
                str_putc(&w->b, '[');
                for (uint32_t i = 0; i < t->named.targs.n; i++) {
                        if (i)
                                str_puts(&w->b, mode == CHECK ? ", " : ",");
                        write_type(w, t->named.targs.at[i]);
                }
                str_putc(&w->b, ']');
                w->mode = mode;
        } else if (w->mode == CHECK && t->named.tparams.n) {
                write_tparams(w, &t->named.tparams);
        }
}

static void write_type(Writer *w, Type *t)
{
        if (!t) {
                str_puts(&w->b, "<nil>");
                return;
        }
        if (t->kind <= TY_UNTYPED_NIL) {
                if (t->kind == TY_UNSAFEPTR)
                        str_puts(&w->b, "unsafe.Pointer");
                else if (w->mode >= REFLECT)
                        str_puts(&w->b, basic_types[t->kind]->basic.name);      /* byte and rune as what they are */
                else
                        str_puts(&w->b, t->basic.name);
                return;
        }
        for (Printing *p = w->open; p; p = p->up)
                if (p->t == t && t->kind != TY_NAMED) {
                        str_puts(&w->b, "<cycle>");
                        return;
                }
        Printing here = { t, w->open };
        w->open = &here;
        switch (t->kind) {
        case TY_ARRAY:
                str_printf(&w->b, "[%lld]", (long long)t->array.len);
                write_type(w, t->array.elem);
                break;
        case TY_SLICE:
                str_puts(&w->b, "[]");
                write_type(w, t->elem.elem);
                break;
        case TY_POINTER:
                str_putc(&w->b, '*');
                write_type(w, t->elem.elem);
                break;
        case TY_STRUCT:
                write_struct(w, t);
                break;
        case TY_TUPLE:
                write_tuple(w, t, false);
                break;
        case TY_FUNC:
                str_puts(&w->b, "func");
                write_signature(w, t);
                break;
        case TY_INTERFACE:
                write_interface(w, t);
                break;
        case TY_MAP:
                str_puts(&w->b, "map[");
                write_type(w, t->map.key);
                str_putc(&w->b, ']');
                write_type(w, t->map.elem);
                break;
        case TY_CHAN:
                write_chan(w, t);
                break;
        case TY_NAMED:
                write_named(w, t);
                break;
        case TY_TYPEPARAM:
                str_puts(&w->b, t->tparam.obj->name->s);
                if (w->mode == LINK)
                        str_printf(&w->b, "$%p", (void *)t);
                break;
        case TY_UNION:
                for (int i = 0; i < t->uni.n; i++) {
                        if (i)
                                str_puts(&w->b, w->mode == CHECK ? "|" : " | ");
                        if (t->uni.terms[i].tilde)
                                str_putc(&w->b, '~');
                        write_type(w, t->uni.terms[i].type);
                }
                break;
        }
        w->open = here.up;
}

/* ---- doors ----------------------------------------------------------------------------------------------------------------- */
static const char *finish(Writer *w, Arena *a)
{
        const char *s = arena_strdup(a, w->b.s ? w->b.s : "", w->b.n);
        str_free(&w->b);
        return s;
}

static const char *type_text(Arena *a, Type *t, Dialect mode, Package *rel)
{
        Writer w = { .mode = mode, .rel = rel };
        write_type(&w, t);
        return finish(&w, a);
}

const char *type_string(Arena *a, Type *t, Package *rel)    { return type_text(a, t, CHECK, rel); }
const char *type_string_ir(Arena *a, Type *t, Package *rel) { return type_text(a, t, IR, rel); }
const char *type_string_reflect(Arena *a, Type *t)          { return type_text(a, t, REFLECT, NULL); }
const char *type_string_link(Arena *a, Type *t)             { return type_text(a, t, LINK, NULL); }

const char *ty_str(Type *t) { return type_text(perm, t, CHECK, env.pkg); }

const char *tuple_str(Type *tuple, bool variadic)
{
        Writer w = { .mode = CHECK, .rel = env.pkg };
        write_tuple(&w, tuple, variadic);
        return finish(&w, perm);
}

const char *types_str(Type **t, int n)
{
        Writer w = { .mode = CHECK, .rel = env.pkg };
        str_putc(&w.b, '[');
        for (int i = 0; i < n; i++) {
                if (i)
                        str_puts(&w.b, ", ");
                write_type(&w, t[i]);
        }
        str_putc(&w.b, ']');
        return finish(&w, perm);
}

const char *func_str(const Obj *m)
{
        Writer w = { .mode = CHECK, .rel = env.pkg };
        str_puts(&w.b, m->name->s);
        if (m->type && m->type->kind == TY_FUNC)
                write_signature(&w, m->type);
        return finish(&w, perm);
}

const char *obj_str(const Obj *o)
{
        Writer w = { .mode = CHECK, .rel = env.pkg };
        Type *t = o->type;
        switch ((ObjKind)o->kind) {
        case OBJ_PKGNAME:
                str_printf(&w.b, "package %s", o->name->s);
                if (strcmp(o->imported->path, o->name->s) != 0)
                        str_printf(&w.b, " (\"%s\")", o->imported->path);
                return finish(&w, perm);
        case OBJ_FUNC:
                str_puts(&w.b, "func ");
                if (t && t->kind == TY_FUNC && t->func.recv) {
                        str_putc(&w.b, '(');
                        if (t->func.recv->type->kind == TY_INTERFACE)
                                str_puts(&w.b, "interface");
                        else
                                write_type(&w, t->func.recv->type);
                        str_puts(&w.b, ").");
                } else if (t) {
                        write_package(&w, o->pkg);
                }
                str_puts(&w.b, o->name->s);
                if (t && t->kind == TY_FUNC)
                        write_signature(&w, t);
                return finish(&w, perm);
        case OBJ_NIL:
                return "nil";
        case OBJ_CONST:    str_puts(&w.b, "const "); break;
        case OBJ_TYPENAME: str_puts(&w.b, t && t->kind == TY_TYPEPARAM ? "type parameter " : "type "); break;
        case OBJ_VAR:      str_puts(&w.b, o->is_field ? "field " : "var "); break;
        case OBJ_LABEL:    str_puts(&w.b, "label "); t = NULL; break;
        case OBJ_BUILTIN:  str_puts(&w.b, "builtin "); t = NULL; break;
        }
        if (o->pkg && o->pkg->scope && scope_lookup(o->pkg->scope, o->name) == o)
                write_package(&w, o->pkg);
        str_puts(&w.b, o->name->s);
        if (!t || (o->kind == OBJ_TYPENAME && t->kind <= TY_UNTYPED_NIL))
                return finish(&w, perm);
        if (o->kind == OBJ_TYPENAME) {
                if (t->kind == TY_NAMED && t->named.tparams.n && !t->named.orig)
                        write_tparams(&w, &t->named.tparams);
                if (o->is_alias)
                        str_puts(&w.b, " =");
                else
                        t = t->kind == TY_TYPEPARAM ? t->tparam.bound : type_under(t);
        }
        str_putc(&w.b, ' ');
        write_type(&w, t);
        return finish(&w, perm);
}
