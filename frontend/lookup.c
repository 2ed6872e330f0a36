/* lookup.c - finding fields and methods, through embedded fields; method sets; which methods a type lacks.
 *
 * Spec: Selectors, Method sets.  The search goes by depth: all types at one depth are looked at before the next depth,
 * a type seen at a shallower depth hides itself deeper down, and a name found twice at the same depth is ambiguous.
 * Methods may come back unresolved: obj_decl them before looking at their signatures (missing_method does).
 * After: types2's lookup.go. */
#include "check.h"
#include <stdlib.h>

enum { MAX_DEPTH = 16 };

typedef struct Embedded {
        Type *type;
        int   path[MAX_DEPTH];
        int   npath;
        bool  indirect;                 /* a pointer was followed on the way */
        bool  multiples;                /* the type occurs several times at this depth */
} Embedded;

typedef VEC(Embedded) EmbeddedVec;

static bool fold_equal(const Name *a, const Name *b)
{
        if (a->len != b->len)
                return false;
        for (uint32_t i = 0; i < a->len; i++) {
                unsigned char x = (unsigned char)a->s[i], y = (unsigned char)b->s[i];
                if (x >= 'A' && x <= 'Z')
                        x |= 0x20;
                if (y >= 'A' && y <= 'Z')
                        y |= 0x20;
                if (x != y)
                        return false;
        }
        return true;
}

static Obj *named_find(Type *t, Package *pkg, Name *n, bool fold, int *index)
{
        Type *orig = t->named.orig ? t->named.orig : t;
        for (uint32_t i = 0; i < orig->named.methods.n; i++) {
                Obj *m = orig->named.methods.at[i];
                if ((m->name == n || (fold && fold_equal(m->name, n))) && obj_same_id(m, pkg, m->name)) {
                        *index = (int)i;
                        return named_method(t, (int)i);
                }
        }
        return NULL;
}

Obj *field_find(Type *strct, Package *pkg, Name *n, int *index)
{
        if (strcmp(n->s, "_") == 0)
                return NULL;
        for (uint32_t i = 0; i < strct->strct.fields.n; i++)
                if (obj_same_id(strct->strct.fields.at[i], pkg, n)) {
                        if (index)
                                *index = (int)i;
                        return strct->strct.fields.at[i];
                }
        return NULL;
}

static bool type_in(TypeVec *v, Type *t)
{
        for (uint32_t i = 0; i < v->n; i++)
                if (v->at[i] == t || type_identical(v->at[i], t))
                        return true;
        return false;
}

static void found(Lookup *r, const Embedded *e, Obj *o, int i, bool *collision)
{
        memcpy(r->path, e->path, sizeof(int) * (size_t)e->npath);
        r->path[e->npath] = i;
        r->npath = e->npath + 1;
        if (r->obj || e->multiples) {
                *collision = true;
                return;
        }
        r->obj = o;
        r->indirect = e->indirect;
}

/* Adds to next the embedded field i of the struct at e, merging it with an equal type already there. */
static void add_embedded(EmbeddedVec *next, const Embedded *e, Obj *f, int i)
{
        bool isptr;
        Type *t = type_deref(f->type, &isptr);
        for (uint32_t k = 0; k < next->n; k++)
                if (next->at[k].type == t || type_identical(next->at[k].type, t)) {
                        next->at[k].multiples = true;
                        return;
                }
        if (e->npath >= MAX_DEPTH - 2)
                return;
        Embedded n = *e;
        n.type = t;
        n.path[n.npath++] = i;
        n.indirect |= isptr;
        vec_push(perm, next, n);
}

Lookup lookup_fold(Type *T, bool addressable, Package *pkg, Name *name, bool fold)
{
        Lookup r = { 0 };
        if (strcmp(name->s, "_") == 0)
                return r;
        bool isptr;
        Type *t = type_deref(T, &isptr);
        if (isptr && type_under(t)->kind == TY_INTERFACE)
                return r;
        Embedded first = { .type = t, .indirect = isptr };
        EmbeddedVec current = { &first, 1, 1 };
        Type *seen_buf[8];
        TypeVec seen = { seen_buf, 0, 8 };
        while (current.n > 0) {
                EmbeddedVec next = { 0 };
                bool collision = false;
                for (uint32_t k = 0; k < current.n; k++) {
                        Embedded *e = &current.at[k];
                        int i = 0;
                        if (e->type->kind == TY_NAMED) {
                                if (e->npath > 0) {
                                        if (type_in(&seen, e->type))
                                                continue;
                                }
                                vec_push(perm, &seen, e->type);
                                Obj *m = named_find(e->type, pkg, name, fold, &i);
                                if (m) {
                                        found(&r, e, m, i, &collision);
                                        if (collision)
                                                goto ambiguous;
                                        continue;
                                }
                        }
                        Type *u = type_under(e->type);
                        if (u->kind == TY_STRUCT) {
                                for (uint32_t j = 0; j < u->strct.fields.n; j++) {
                                        Obj *f = u->strct.fields.at[j];
                                        if (obj_same_id(f, pkg, name)) {
                                                found(&r, e, f, (int)j, &collision);
                                                if (collision)
                                                        goto ambiguous;
                                        } else if (!r.obj && f->embedded) {
                                                add_embedded(&next, e, f, (int)j);
                                        }
                                }
                        } else if (u->kind == TY_INTERFACE) {
                                Obj *m = tset_find(type_set(u), pkg, name, fold, &i);
                                if (m) {
                                        found(&r, e, m, i, &collision);
                                        if (collision)
                                                goto ambiguous;
                                }
                        }
                }
                if (r.obj) {
                        if (r.obj->kind == OBJ_FUNC && r.obj->ptr_recv && !r.indirect && !addressable)
                                return (Lookup){ .ptr_recv = true, .indirect = true };
                        return r;
                }
                current = next;
        }
        return (Lookup){ 0 };
ambiguous:
        r.obj = NULL;
        r.indirect = false;
        r.ambiguous = true;
        return r;
}

Lookup lookup_field_or_method(Type *t, bool addressable, Package *pkg, Name *name)
{
        /* a named pointer type has the fields of what it points to, but no methods */
        if (t->kind == TY_NAMED && type_under(t)->kind == TY_POINTER) {
                Lookup r = lookup_fold(type_under(t), false, pkg, name, false);
                return r.obj && r.obj->kind == OBJ_FUNC ? (Lookup){ 0 } : r;
        }
        return lookup_fold(t, addressable, pkg, name, false);
}

/* ---- method sets ------------------------------------------------------------------------------------------------------------ */
static void add_name(ObjVec *names, Obj *m)
{
        for (uint32_t i = 0; i < names->n; i++)
                if (obj_same_id(names->at[i], m->pkg, m->name))
                        return;
        vec_push(perm, names, m);
}

/* Every method that t or a type embedded in it declares. */
static void collect_names(Type *t, ObjVec *names, TypeVec *seen)
{
        bool isptr;
        t = type_deref(t, &isptr);
        if (t->kind == TY_NAMED) {
                if (type_in(seen, t))
                        return;
                vec_push(perm, seen, t);
                for (int i = 0; i < named_nmethods(t); i++)
                        add_name(names, (t->named.orig ? t->named.orig : t)->named.methods.at[i]);
        }
        Type *u = type_under(t);
        if (u->kind == TY_STRUCT) {
                for (uint32_t i = 0; i < u->strct.fields.n; i++)
                        if (u->strct.fields.at[i]->embedded)
                                collect_names(u->strct.fields.at[i]->type, names, seen);
        } else if (u->kind == TY_INTERFACE && !isptr) {
                ObjVec *ms = iface_methods(u);
                for (uint32_t i = 0; i < ms->n; i++)
                        add_name(names, ms->at[i]);
        }
}

static int sel_order(const void *pa, const void *pb)
{
        const Obj *a = ((const MethodSel *)pa)->fn, *b = ((const MethodSel *)pb)->fn;
        if (a->name->exported != b->name->exported)
                return a->name->exported ? -1 : 1;
        int c = strcmp(a->name->s, b->name->s);
        return c || a->name->exported || !a->pkg || !b->pkg ? c : strcmp(a->pkg->path, b->pkg->path);
}

MethodSet *method_set(Type *t)
{
        static PtrMap cache;
        MethodSet *ms = ptrmap_get(&cache, t);
        if (ms)
                return ms;
        ObjVec names = { 0 };
        TypeVec seen = { 0 };
        collect_names(t, &names, &seen);
        ms = arena_new(perm, MethodSet);
        ms->m = arena_array(perm, MethodSel, names.n + 1);
        for (uint32_t i = 0; i < names.n; i++) {
                Lookup r = lookup_field_or_method(t, false, names.at[i]->pkg, names.at[i]->name);
                if (!r.obj || r.obj->kind != OBJ_FUNC)
                        continue;
                obj_resolve(r.obj);
                MethodSel *s = &ms->m[ms->n++];
                s->fn = r.obj;
                s->npath = r.npath - 1;
                s->path = arena_array(perm, int, r.npath);
                memcpy(s->path, r.path, sizeof(int) * (size_t)s->npath);
                s->indirect = r.indirect;
        }
        qsort(ms->m, (size_t)ms->n, sizeof ms->m[0], sel_order);
        ptrmap_put(&cache, t, ms);
        return ms;
}

/* ---- what is missing ----------------------------------------------------------------------------------------------------------- */
Obj *missing_method(Type *V, Type *T, bool is_static, Obj **alt)
{
        TypeSet *ts = type_set(T);
        Type *u = type_under(V);
        *alt = NULL;
        if (u->kind == TY_INTERFACE) {
                TypeSet *vs = type_set(u);
                for (uint32_t i = 0; i < ts->methods.n; i++) {
                        Obj *m = ts->methods.at[i], *f = tset_find(vs, m->pkg, m->name, false, NULL);
                        if (!f && !is_static)
                                continue;
                        if (!f)
                                return m;
                        if (!type_identical(f->type, m->type)) {
                                *alt = f;
                                return m;
                        }
                }
                return NULL;
        }
        for (uint32_t i = 0; i < ts->methods.n; i++) {
                Obj *m = ts->methods.at[i];
                Obj *o = lookup_fold(V, false, m->pkg, m->name, false).obj;
                bool direct = o != NULL;
                if (!o)
                        o = lookup_fold(type_pointer_to(V), false, m->pkg, m->name, false).obj;
                if (!o)
                        o = lookup_fold(V, false, m->pkg, m->name, true).obj;
                if (!o || o->kind != OBJ_FUNC)
                        return m;
                obj_decl(o, NULL);
                if (!direct || !type_identical(o->type, m->type)) {
                        *alt = o;
                        return m;
                }
        }
        return NULL;
}

bool type_is_interface_ptr(Type *t)
{
        Type *u = type_under(t);
        return u->kind == TY_POINTER && type_under(u->elem.elem)->kind == TY_INTERFACE;
}

const char *interface_ptr_error(Type *t)
{
        bool tparam = type_under(t)->elem.elem->kind == TY_TYPEPARAM;
        return arena_printf(perm, tparam ? "type %s is pointer to type parameter, not type parameter" : "type %s is pointer to interface, not interface", ty_str(t));
}

const char *missing_method_reason(Type *V, Type *T, Obj *m, Obj *alt)
{
        const char *name = m->name->s;
        if (alt) {
                if (alt->name != m->name)
                        return arena_printf(perm, "(missing %s method)\n\t\thave %s\n\t\twant %s", name, func_str(alt), func_str(m));
                if (type_identical(m->type, alt->type))
                        return arena_printf(perm, "(%s method has pointer receiver)", name);
                return arena_printf(perm, "(wrong type for %s method)\n\t\thave %s\n\t\twant %s", name, func_str(alt), func_str(m));
        }
        if (type_is_interface_ptr(V))
                return arena_printf(perm, "(%s)", interface_ptr_error(V));
        if (type_is_interface_ptr(T))
                return arena_printf(perm, "(%s)", interface_ptr_error(T));
        return arena_printf(perm, "(missing %s method)", name);
}

Obj *check_assertable(Type *V, Type *T, Obj **wrong)
{
        *wrong = NULL;
        if (type_under(T)->kind == TY_INTERFACE)
                return NULL;
        return missing_method(T, type_under(V), false, wrong);
}

bool type_implements(Type *t, Type *iface, Obj **missing, Obj **wrong)
{
        Obj *alt = NULL, *m = missing_method(t, type_under(iface), true, &alt);
        if (missing)
                *missing = m;
        if (wrong)
                *wrong = alt;
        return !m;
}
